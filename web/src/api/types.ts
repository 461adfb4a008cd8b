import type { components } from './schema.gen';

type Schemas = components['schemas'];

export type Me = Schemas['Me'];
export type Role = Me['role'];
export type Queue = Schemas['Queue'];
export type Region = Schemas['Region'];
export type Colleague = Schemas['Colleague'];
export type AppealRow = Schemas['AppealRow'];
export type AppealPage = Schemas['AppealPage'];
export type Appeal = Schemas['Appeal'];
export type Line = AppealRow['line'];
export type Channel = AppealRow['channel'];
export type Proposal = NonNullable<Appeal['review']>['proposals'][number];
export type Decline = NonNullable<Appeal['decline']>;
export type Question = Appeal['question_list'][number];
export type Message = Appeal['messages'][number];
export type Delivery = NonNullable<Message['delivery']>;
export type HistoryEntry = Appeal['history'][number];
export type Action = Appeal['actions'][number];

/** Where those work who belong to one line only. */
export const OWN_LINE: Partial<Record<Role, Line>> = { operator: 2, developer: 3 };
