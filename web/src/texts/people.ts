/** Members of staff and where they get notices. */
export const people = {
  title: 'Сотрудники',
  menu: 'Сотрудники',
  hint: 'На эти адреса приходят уведомления об обращениях. Без адреса уведомления не отправляются.',
  mail: (name: string) => `Адрес для уведомлений: ${name}`,
  none: 'Адрес не указан',
  saved: 'Адрес сохранён.',
  failed: 'Не удалось загрузить список сотрудников.',
};
