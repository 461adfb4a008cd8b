import type { Unit } from './dates';
import { delivery } from './texts/delivery';
import { help } from './texts/help';
import { history } from './texts/history';
import { messages } from './texts/messages';
import { notices } from './texts/notices';
import { operator } from './texts/operator';
import { people } from './texts/people';
import { problems } from './texts/problems';
import { questions } from './texts/questions';
import { review } from './texts/review';
import { separation } from './texts/separation';
import { shortcuts } from './texts/shortcuts';
import { signIn } from './texts/signIn';

/** Every Russian word of the staff pages. Clauses come from the interface alone, never from here. */

const rules = new Intl.PluralRules('ru');

type Forms = readonly [one: string, few: string, many: string];

function form(count: number, [one, few, many]: Forms): string {
  const rule = rules.select(count);
  if (rule === 'one') return one;
  return rule === 'few' ? few : many;
}

function counted(count: number, forms: Forms): string {
  return `${count}\u00a0${form(count, forms)}`;
}

const UNITS: Record<Unit, Forms> = {
  day: ['день', 'дня', 'дней'],
  hour: ['час', 'часа', 'часов'],
  minute: ['минута', 'минуты', 'минут'],
};
const REMAINS: Record<Unit, Forms> = {
  day: ['остался', 'осталось', 'осталось'],
  hour: ['остался', 'осталось', 'осталось'],
  minute: ['осталась', 'осталось', 'осталось'],
};
const QUESTIONS: Forms = ['вопрос', 'вопроса', 'вопросов'];
const STAYS: Forms = ['останется', 'останутся', 'останутся'];
const APPEALS: Forms = ['обращение', 'обращения', 'обращений'];

export const texts = {
  delivery,
  help,
  history,
  messages,
  notices,
  operator,
  people,
  problems,
  questions,
  review,
  separation,
  shortcuts,
  signIn,

  product: 'Приёмная',
  tagline: 'Работа с обращениями',
  close: 'Закрыть',
  cancel: 'Отмена',
  save: 'Сохранить',
  retry: 'Повторить',
  loading: 'Загрузка…',
  moscowTime: 'по московскому времени',
  skipToContent: 'Перейти к содержанию',
  notFound: 'Такой страницы нет.',
  toStart: 'На главную страницу',

  user: {
    menu: 'Меню пользователя',
    signOut: 'Выйти',
    shortcuts: 'Сочетания клавиш',
    roles: {
      registrar: 'Регистратор',
      line1: 'Специалист первой линии',
      head: 'Руководитель отдела',
      operator: 'Региональный оператор',
      developer: 'Поддержка разработчиков',
      auditor: 'Аудитор',
      admin: 'Администратор',
    },
  },

  notInForce:
    'Срок действия Порядка работы с обращениями истёк. Применяется последняя утверждённая редакция.',

  navigation: {
    label: 'Разделы',
    open: 'Открыть меню',
    lines: 'Линии поддержки',
    views: 'Подборки',
    search: 'Поиск обращений',
    searchPlaceholder: 'Номер, заявитель или тема',
    searchClear: 'Очистить поиск',
  },

  lines: {
    1: { short: 'Линия 1', name: 'Отдел' },
    2: { short: 'Линия 2', name: 'Регионы' },
    3: { short: 'Линия 3', name: 'Разработчики' },
  },

  views: {
    mine: 'Мои',
    unassigned: 'Без исполнителя',
    overdue: 'Просроченные',
    review: 'На проверке',
    closed: 'Закрытые',
    declined: 'Без ответа',
  },

  list: {
    all: 'Открытые обращения',
    views: {
      mine: 'Мои обращения',
      unassigned: 'Обращения без исполнителя',
      overdue: 'Просроченные обращения',
      review: 'Обращения на проверке',
      closed: 'Закрытые обращения',
      declined: 'Обращения, оставленные без ответа',
    },
    noSuchRegion: 'Такого региона нет',
    found: (query: string) => `Поиск: «${query}»`,
    shown: (count: number, more: boolean) =>
      `${more ? 'Показано' : 'Всего'} ${counted(count, APPEALS)}`,
    more: 'Показать ещё',
    region: 'Регион',
    everyRegion: 'Все регионы',
    line: 'Линия',
    everyLine: 'Все линии',
    label: 'Список обращений',
    empty: {
      title: 'Здесь пока пусто',
      queue: 'Новые обращения появятся сами, обновлять страницу не нужно.',
      overdue: 'Просроченных обращений нет.',
      search: 'Ничего не найдено. Проверьте номер или попробуйте другое слово.',
    },
    failed: 'Не удалось загрузить список.',
    answered: (done: number, all: number) => `Отвечено ${done} из ${all}`,
    noSubject: 'Без темы',
    noApplicant: 'Заявитель не указан',
    noRegion: 'Регион не указан',
    deliveryFailed: 'Ответ не доставлен',
  },

  channels: {
    bilet: 'Почта проекта',
    info: 'Официальная почта',
    bot: 'Чат-бот',
  },

  deadline: {
    count: (count: number, unit: Unit) => counted(count, UNITS[unit]),
    left: (count: number, unit: Unit, span: string) => `${form(count, REMAINS[unit])} ${span}`,
    overdueBy: (span: string) => `просрочено: ${span}`,
    until: (at: string) => `до ${at}`,
    title: 'Срок ответа',
    ofLine: (line: number) => `Срок линии ${line}`,
    met: 'Рассмотрено',
    basis: (clause: string) => `Основание: пункт ${clause}`,
    version: (version: string) => `Редакция ${version}`,
    moved: {
      appeal: (before: string, after: string) => `Срок перенесён с ${before} на ${after}.`,
      line: (before: string, after: string) => `Срок линии перенесён с ${before} на ${after}.`,
    },
  },

  appeal: {
    back: 'К списку',
    previous: 'Предыдущее обращение',
    next: 'Следующее обращение',
    position: (at: number, all: number, more: boolean) => `${at} из ${all}${more ? '+' : ''}`,
    states: { open: 'В работе', closed: 'Рассмотрено', declined: 'Без ответа' },
    unclaimed: 'Ждёт исполнителя',
    missing: 'Обращение не найдено',
    failed: 'Не удалось загрузить обращение.',
    stale: 'Нет связи с сервером: показаны последние полученные сведения.',
    details: 'Сведения об обращении',
    applicant: 'Заявитель',
    region: 'Регион',
    registered: 'Зарегистрировано',
    channel: 'Канал',
    line: 'Линия',
    lineBasis: (clause: string) => `пункт ${clause}`,
    assignee: 'Исполнитель',
    nobody: 'Без исполнителя',
    you: 'вы',
    tabs: { messages: 'Переписка', history: 'История' },
  },

  actions: {
    label: 'Действия с обращением',
    claim: 'Взять в работу',
    release: 'Вернуть в очередь',
    assign: 'Назначить',
    handover: 'Передать на линию',
    reply: 'Ответить',
    claimed: 'Обращение у вас в работе.',
    released: 'Обращение возвращено в очередь.',
    assigned: (name: string) => `Исполнитель: ${name}.`,
    handedOver: (line: number) => `Обращение передано на линию ${line}.`,
  },

  assign: {
    title: 'Назначить исполнителя',
    who: 'Сотрудник',
    placeholder: 'Начните вводить имя',
    none: 'На этой линии нет других сотрудников',
    submit: 'Назначить',
  },

  handover: {
    title: 'Передать на другую линию',
    line: 'Куда передать',
    region: 'Регион',
    regionPlaceholder: 'Начните вводить название',
    noOperator: 'нет оператора',
    reason: 'Причина передачи',
    reasonHint: 'Её увидят сотрудники, заявителю она не отправляется.',
    submit: 'Передать',
  },

  composer: {
    label: 'Ответ и заметки',
    kind: 'Кому вы пишете',
    reply: 'Ответ заявителю',
    note: 'Заметка для коллег',
    text: 'Текст ответа',
    noteText: 'Текст заметки',
    placeholder: 'Здравствуйте!',
    notePlaceholder: 'Заметку видят только сотрудники',
    answers: 'На какие вопросы отвечает',
    everything: 'Отметить все',
    tooLate: 'Ответить на это обращение уже нельзя. Ваш черновик сохранён, текст можно скопировать.',
    sendKeys: 'Ctrl + Enter',
    addNote: 'Сохранить заметку',
    noted: 'Заметка сохранена.',
    draftKept: 'Черновик сохранён на этом компьютере',
    goes: {
      out: {
        send: 'Отправить ответ',
        mailTo: (address: string) => `Ответ уйдёт письмом на ${address}`,
        dialogTo: 'Ответ уйдёт в диалог чат-бота',
        done: 'Ответ принят к отправке.',
      },
      to_line_1: {
        send: 'Передать на проверку',
        mailTo: (address: string) =>
          `Ответ сначала проверит первая линия, она и отправит его письмом на ${address}`,
        dialogTo: 'Ответ сначала проверит первая линия, она и отправит его в диалог чат-бота',
        done: 'Проект ответа передан на первую линию.',
      },
    },
    staysUntilReleased: 'Вопросы останутся открытыми, пока ответ не отправит первая линия.',
    noQuestion: 'Отметьте, на какие вопросы отвечает письмо.',
    staysOpen: (count: number) =>
      `Без ответа ${form(count, STAYS)} ${counted(count, QUESTIONS)}: обращение не закроется.`,
    answersAll: 'Ответ на все вопросы: после доставки обращение закроется.',
    changed: 'Обращение изменилось, пока вы писали. Ваш текст сохранён.',
    reload: 'Показать изменения',
    newer: 'Пока вы писали, в переписке появилось новое. Посмотрите, прежде чем отправлять.',
    look: 'Посмотреть',
    understood: 'Учтено',
  },
} as const;
