// Questionnaire: the online form whose answers come as a sheet, and how its columns are headed.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/zone.hpp"

namespace keste::campaign {

/// What a column of the answers can hold.
enum class Question {
  timestamp,
  iin,
  surname,
  given_name,
  patronymic,
  email,
  phone,
  language,
  city,
  session,
  test,
  promo_code,
  payment_reference,
  needs,
  consent
};

inline constexpr std::array<Question, 15> questions{Question::timestamp,
                                                    Question::iin,
                                                    Question::surname,
                                                    Question::given_name,
                                                    Question::patronymic,
                                                    Question::email,
                                                    Question::phone,
                                                    Question::language,
                                                    Question::city,
                                                    Question::session,
                                                    Question::test,
                                                    Question::promo_code,
                                                    Question::payment_reference,
                                                    Question::needs,
                                                    Question::consent};

/// "promo_code": the key in the campaign file, and the field of an application's form.
std::string_view to_text(Question question);
std::optional<Question> parse_question(std::string_view text);

using Headings = std::map<Question, std::vector<std::string>>;

/// The headings that forms in Kazakhstan commonly have, in Kazakh, Russian and English.
Headings common_headings();

struct Questionnaire {
  std::optional<calendar::Zone> zone;  ///< Of timestamps without an offset.
  Headings headings = common_headings();
};

}  // namespace keste::campaign
