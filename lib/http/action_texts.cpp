// The words of what the desk is refused about releases, undo and single messages.
#include "http/desk_answer.hpp"

namespace keste::http {
namespace {

constexpr DeskText texts[] = {
    {"release-unknown",
     404,
     {"Жіберілім табылмады", "Рассылка не найдена", "Release not found"},
     {"{release} нөмірлі жіберілім жоқ.", "Рассылки с номером {release} нет.",
      "There is no release {release}."}},
    {"release-gone",
     409,
     {"Жіберілім кетіп қойды", "Рассылка уже ушла", "The release has left"},
     {"Тоқтататын ештеңе қалмады: {left} хабарлама жөнелтілді.",
      "Останавливать нечего: уже ушло сообщений: {left}.",
      "Nothing is left to stop: {left} messages had left."}},
    {"release-stopped",
     409,
     {"Жіберілім тоқтатылған", "Рассылка уже остановлена", "The release is stopped already"},
     {"Оны {ended_at} кезінде {ended_by} тоқтатқан; {left} хабарлама жөнелтілген.",
      "Её остановил {ended_by} в {ended_at}; до этого ушло сообщений: {left}.",
      "{ended_by} stopped it at {ended_at}; {left} messages had left."}},
    {"release-replaced",
     409,
     {"Жіберілім алмастырылған", "Рассылка заменена другой", "Another release took its place"},
     {"Оның орнына {replaced_by} нөмірлі жіберілім келді: соны тоқтатыңыз.",
      "Её место заняла рассылка {replaced_by}: остановите её.",
      "Release {replaced_by} took its place: stop that one."}},
    {"action-unknown",
     404,
     {"Әрекет табылмады", "Действие не найдено", "Action not found"},
     {"{action} нөмірімен қайтаруға болатын әрекет жоқ.",
      "Действия с номером {action}, которое можно отменить, нет.",
      "There is no action {action} that could be undone."}},
    {"already-undone",
     409,
     {"Әрекет қайтарылған", "Действие уже отменено", "It was undone already"},
     {"Бұл әрекет журналдың {undone_by}-жолында қайтарылған.",
      "Это действие уже отменено, строка журнала {undone_by}.",
      "It was undone already, in line {undone_by} of the audit log."}},
    {"undo-too-late",
     409,
     {"Қайтаруға кеш", "Отменять поздно", "It is too late to undo it"},
     {"Қайтарсақ, біреудің құқығы бұзылады: адамдар басқа орынға ауысқан, мерзім пайдаланылған "
      "немесе сессия уақыты өткен. Ереже: {rule}.",
      "Отмена нарушила бы чьё-то право: людям уже дали другие места, сроком воспользовались или "
      "время сеанса прошло. Правило: {rule}.",
      "Undoing it would take somebody's right: people have other places already, somebody has used "
      "the longer window, or the session's time is over. The rule: {rule}."}},
    {"changed-since",
     409,
     {"Содан бері өзгерген", "С тех пор изменилось", "It has changed since"},
     {"Бұл әрекеттен кейін басқа өзгеріс болды: алдымен соны қайтарыңыз.",
      "После этого действия было другое изменение: сначала отмените его.",
      "Another change came after this action: undo that one first."}},
    {"undo-impossible",
     409,
     {"Қайтарылмайды", "Отменить нельзя", "It cannot be undone"},
     {"Мұндай әрекет қайтарылмайды: {kind}.", "Такое действие не отменяется: {kind}.",
      "Such an action cannot be undone: {kind}."}},
    {"notification-unknown",
     404,
     {"Хабарлама табылмады", "Уведомление не найдено", "Notification not found"},
     {"{notification} нөмірлі хабарлама жоқ.", "Уведомления с номером {notification} нет.",
      "There is no notification {notification}."}},
    {"notification-pending",
     409,
     {"Хабарлама әлі жөнелтілген жоқ", "Уведомление ещё не ушло",
      "The notification has not left yet"},
     {"Хабарлама күйі: {state}; ол онсыз да жөнелтіледі.",
      "Состояние уведомления: {state}; оно и так будет отправлено.",
      "The notification's state is {state}: it will be sent anyway."}},
    {"notification-under-way",
     409,
     {"Хабарлама жолда", "Уведомление отправляется", "The notification is under way"},
     {"Хабарлама қазір жөнелтіліп жатыр: тоқтату мүмкін емес.",
      "Уведомление отправляется прямо сейчас: остановить его нельзя.",
      "The notification is being sent just now: it cannot be stopped."}},
    {"notification-settled",
     409,
     {"Хабарламаның ісі біткен", "С уведомлением уже всё решено", "The notification is settled"},
     {"Хабарлама күйі: {state}; тоқтататын ештеңе жоқ.",
      "Состояние уведомления: {state}; останавливать нечего.",
      "The notification's state is {state}: there is nothing to stop."}},
    {"message-untrue",
     409,
     {"Хабарлама енді дұрыс емес", "Сообщение больше не соответствует действительности",
      "The message is no longer true"},
     {"Ол қайта жіберілмейді, себебі: {why}. Қазіргі жағдайды өтініштің басқа хабарламасы айтады.",
      "Повторно оно не уйдёт, причина: {why}. О нынешнем положении говорит другое сообщение "
      "заявки.",
      "It is not sent again, because {why}. Another message of the application says how things "
      "stand."}},
    {"message-erased",
     409,
     {"Жеке деректер өшірілген", "Персональные данные удалены", "The personal data were erased"},
     {"Хабарламаны көрсету мүмкін емес: адамның деректері өшірілген.",
      "Показать сообщение нельзя: данные человека удалены.",
      "The message cannot be shown: the person's data were erased."}},
};

}  // namespace

const DeskText* find_action_text(std::string_view word) {
  for (const DeskText& each : texts) {
    if (each.word == word) return &each;
  }
  return nullptr;
}

}  // namespace keste::http
