"""What a message is: its kind, topic and writer."""

import pytest

from priemnaya.contracts.words import AppealKind, ApplicantRole, QuestionKind
from triage.checks.submission import Submission
from triage.classification.classify import classify, facts_for_routing
from triage.classification.topic import Topic
from triage.text.text import Text

PROPOSAL, APPLICATION = AppealKind.PROPOSAL, AppealKind.APPLICATION
COMPLAINT, QUESTION = AppealKind.COMPLAINT, AppealKind.INFORMATION_REQUEST
TECHNICAL, ORGANISATIONAL = Topic.TECHNICAL, Topic.ORGANISATIONAL
PARTICIPANT, PARENT = ApplicantRole.PARTICIPANT, ApplicantRole.PARENT
MENTOR, SITE = ApplicantRole.MENTOR, ApplicantRole.SITE
OPERATOR, OTHER = ApplicantRole.OPERATOR, ApplicantRole.OTHER

EXAMPLES = [
    # Technical questions.
    ("Здравствуйте! Не открывается тест на сайте, крутится колёсико и всё. Что делать?", QUESTION, TECHNICAL, None),
    ("Добрый день. Мой сын не может войти в личный кабинет, пишет «неверный пароль».", QUESTION, TECHNICAL, PARENT),
    ("Забыл пароль и логин, как восстановить? Учусь в 8 классе.", QUESTION, TECHNICAL, PARTICIPANT),
    ("Не приходит письмо с подтверждением на почту уже два дня, в спаме тоже нет.", QUESTION, TECHNICAL, None),
    ("я прошла все тесты а рекомендации так и не появились в профиле мне 14 лет", QUESTION, TECHNICAL, PARTICIPANT),
    ("При нажатии на кнопку «Далее» появляется белый экран. Браузер Яндекс, обновил до последней версии.", QUESTION, TECHNICAL, None),
    ("Видео в профпробе не воспроизводится ни на телефоне, ни на компьютере.", QUESTION, TECHNICAL, None),
    ("У дочки вылетает приложение, когда она начинает второй этап тестирования. Подскажите, как быть.", QUESTION, TECHNICAL, PARENT),
    ("Я педагог-навигатор школы № 12. Мои ученики не отображаются в списке моего кабинета, хотя регистрировались по ссылке.", QUESTION, TECHNICAL, MENTOR),
    ("Система пишет, что пользователь с таким email уже зарегистрирован, но я регистрируюсь впервые.", QUESTION, TECHNICAL, None),
    ("Не получается загрузить скан согласия: файл pdf 2 Мб, пишет ошибка загрузки.", QUESTION, TECHNICAL, None),
    ("Результаты теста пропали после обновления страницы. Мне заново проходить?", QUESTION, TECHNICAL, None),
    ("Сайт очень долго грузится и выдаёт ошибку 502. Это только у меня?", QUESTION, TECHNICAL, None),
    ("Мы площадка, колледж сервиса. Не можем выгрузить список участников из кабинета: кнопка неактивна.", QUESTION, TECHNICAL, SITE),
    ("Моя мама не может подтвердить моё участие, ей не приходит ссылка. Что нам делать?", QUESTION, TECHNICAL, PARTICIPANT),
    ("Ребёнок зашёл в тест, ответил на половину вопросов, и его выкинуло. Теперь пишет, что тест пройден.", QUESTION, TECHNICAL, PARENT),
    ("не работает ссылка на вебинар для родителей", QUESTION, TECHNICAL, None),
    ("Подскажите, пожалуйста, как сменить адрес электронной почты в профиле?", QUESTION, TECHNICAL, None),
    # Questions of organisation.
    ("Здравствуйте, когда начнётся запись на практические мероприятия в этом году?", QUESTION, ORGANISATIONAL, None),
    ("Мой ребёнок учится в 6 классе, может ли он участвовать в проекте? Это бесплатно?", QUESTION, ORGANISATIONAL, PARENT),
    ("Где в нашем городе проходят пробы по поварскому делу и по какому адресу?", QUESTION, ORGANISATIONAL, None),
    ("Я классный руководитель 7 «Б». Сколько детей можно привезти на фестиваль и нужен ли сопровождающий?", QUESTION, ORGANISATIONAL, MENTOR),
    ("Наш техникум хочет стать площадкой. Какие документы нужны и с кем заключается договор?", QUESTION, ORGANISATIONAL, SITE),
    ("Выдают ли сертификат после участия и где его получить?", QUESTION, ORGANISATIONAL, None),
    ("Есть ли возможность участвовать ребёнку с инвалидностью (коляска)? Доступны ли площадки?", QUESTION, ORGANISATIONAL, PARENT),
    ("Мы являемся региональным оператором. Просим разъяснить порядок отчётности за третий квартал.", QUESTION, ORGANISATIONAL, OPERATOR),
    ("Подскажите контакты регионального оператора, до него невозможно дозвониться.", QUESTION, ORGANISATIONAL, None),
    ("Какие методические материалы нужны наставнику для проведения профессиональной пробы? Я наставник первый год.", QUESTION, ORGANISATIONAL, MENTOR),
    ("В каком формате в этом году фестиваль, очно или онлайн?", QUESTION, ORGANISATIONAL, None),
    ("Я ученица 9 класса. Можно ли выбрать сразу две профессии для пробы?", QUESTION, ORGANISATIONAL, PARTICIPANT),
    ("Нужно ли согласие второго родителя, если мы в разводе? Я мама участника.", QUESTION, ORGANISATIONAL, PARENT),
    ("Кто оплачивает проезд группы до площадки? Наши ученики едут из района за 60 км.", QUESTION, ORGANISATIONAL, MENTOR),
    ("Я журналист районной газеты, хотел бы узнать, сколько школьников участвовало в проекте в прошлом году.", QUESTION, ORGANISATIONAL, OTHER),
    ("Сколько часов длится обучение педагогов-навигаторов и выдаётся ли удостоверение?", QUESTION, ORGANISATIONAL, None),
    ("Мы проводим мероприятия с октября, но до сих пор не получили форму акта. Куда её направлять и в какие сроки?", QUESTION, ORGANISATIONAL, SITE),
    ("Сын болеет, мероприятие в субботу пропустим. Можно прийти в другой день?", QUESTION, ORGANISATIONAL, PARENT),
    # Applications.
    ("Прошу исправить дату рождения моей дочери в личном кабинете: правильно 12.03.2007.", APPLICATION, TECHNICAL, PARENT),
    ("Прошу удалить мою учётную запись и все данные.", APPLICATION, TECHNICAL, None),
    ("Отзываю согласие на обработку персональных данных моего сына и прошу прекратить их обработку.", APPLICATION, ORGANISATIONAL, PARENT),
    ("Заявление. Прошу перенести участие моей дочери в пробе на другую дату в связи с болезнью.", APPLICATION, ORGANISATIONAL, PARENT),
    ("Прошу выдать дубликат сертификата, прежний утерян.", APPLICATION, ORGANISATIONAL, None),
    ("Исправьте, пожалуйста, фамилию в профиле: написано Петров, а надо Петровский.", APPLICATION, TECHNICAL, None),
    ("Просим включить нашу школу в число участников проекта, мы готовы направить список класса.", APPLICATION, ORGANISATIONAL, None),
    ("Не могли бы вы объединить два моих аккаунта? Случайно зарегистрировалась дважды, я в 10 классе.", APPLICATION, TECHNICAL, PARTICIPANT),
    ("Прошу отвязать ученика от моего класса, он перешёл в другую школу. Классный руководитель Сомова.", APPLICATION, TECHNICAL, MENTOR),
    ("Прошу засчитать участие в мероприятии 14 октября, наставник забыл отметить мою дочь.", APPLICATION, ORGANISATIONAL, PARENT),
    ("Удалите меня из проекта пожалуйста, я больше не хочу участвовать", APPLICATION, ORGANISATIONAL, None),
    # Complaints.
    ("Жалоба на площадку. Приехали к назначенному времени, никто нас не встретил, прождали час на улице с детьми.", COMPLAINT, ORGANISATIONAL, None),
    ("Это безобразие! Сайт не работает третью неделю, и никто не отвечает на письма!", COMPLAINT, TECHNICAL, None),
    ("Наставник накричал на мою дочь при всей группе. Прошу принять меры.", COMPLAINT, ORGANISATIONAL, PARENT),
    ("Возмущена отношением регионального оператора: мероприятие отменили без предупреждения, дети ехали сто километров.", COMPLAINT, ORGANISATIONAL, None),
    ("Жалуюсь на бездействие техподдержки: пишу в пятый раз, доступ в кабинет так и не восстановили.", COMPLAINT, TECHNICAL, None),
    ("Нас обманули: обещали пробу по программированию, а показали презентацию. Ребёнок разочарован.", COMPLAINT, ORGANISATIONAL, PARENT),
    ("Считаю, что нарушены права моего ребёнка: его не допустили к участию из-за инвалидности.", COMPLAINT, ORGANISATIONAL, PARENT),
    ("Отвратительная организация фестиваля: очередь два часа, воды нет, расписание не соблюдается. Учитель школы № 4, привозила класс.", COMPLAINT, ORGANISATIONAL, MENTOR),
    ("Оператор отказывается платить нашему колледжу по договору уже три месяца, прошу разобраться.", COMPLAINT, ORGANISATIONAL, SITE),
    ("Сколько можно ждать! Обещали починить тест ещё в сентябре, вы издеваетесь над детьми.", COMPLAINT, TECHNICAL, None),
    # Proposals.
    ("Предлагаю добавить в список проб профессию ветеринара, многие в нашем классе хотят.", PROPOSAL, ORGANISATIONAL, None),
    ("Было бы здорово, если бы сайт запоминал, на каком вопросе теста остановились.", PROPOSAL, TECHNICAL, None),
    ("У меня есть предложение по сайту: сделайте тёмную тему и крупный шрифт.", PROPOSAL, TECHNICAL, None),
    ("Хотелось бы, чтобы мероприятия проводились и по воскресеньям: в субботу дети учатся. Мама семиклассницы.", PROPOSAL, ORGANISATIONAL, PARENT),
    ("Почему бы не проводить пробы на каникулах? Так было бы удобнее сельским школам.", PROPOSAL, ORGANISATIONAL, None),
    ("Просим рассмотреть возможность открытия площадки в нашем районе, ближайшая за 120 км.", PROPOSAL, ORGANISATIONAL, None),
    ("Мы, педагоги гимназии, предлагаем увеличить время на практическую часть до двух часов.", PROPOSAL, ORGANISATIONAL, MENTOR),
    ("Может быть, стоит сделать мобильное приложение? С телефона пользоваться сайтом неудобно.", PROPOSAL, TECHNICAL, None),
    ("Хочу внести предложение: давайте пригласим на вебинары настоящих врачей и инженеров.", PROPOSAL, ORGANISATIONAL, None),
    # Mentions that are no self-statements.
    ("Оператор нам не отвечает, как узнать расписание?", QUESTION, ORGANISATIONAL, None),
    ("Мой классный руководитель сказал зарегистрироваться, но кнопка регистрации не нажимается.", QUESTION, TECHNICAL, PARTICIPANT),
    ("Учительница сына говорит, что запись закрыта. Так ли это?", QUESTION, ORGANISATIONAL, PARENT),
    ("Куда можно пожаловаться на работу площадки?", QUESTION, ORGANISATIONAL, None),
    ("Как подать заявление на участие?", QUESTION, ORGANISATIONAL, None),
    ("Я не педагог, я папа Кирилла из 8 «А». Где посмотреть его результаты?", QUESTION, TECHNICAL, PARENT),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "topic", "role"), EXAMPLES)
def test_kind_topic_and_role_are_read_from_the_words(
    text: str, kind: AppealKind, topic: Topic, role: ApplicantRole | None
) -> None:
    found = classify(Submission(Text(text)))
    assert (found.kind, found.topic, found.role) == (kind, topic, role)
