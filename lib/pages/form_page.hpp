// The application form of one city, or of one online test.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "admission/application.hpp"
#include "pages/scene.hpp"

namespace keste::pages {

/// What is wrong with a field, in the reader's language.
struct FieldNote {
  std::string field;  ///< "iin"
  std::string sentence;
};

/// Why something was not done.
struct RefusalNote {
  std::string title;
  std::string sentence;
};

/// What the form holds: nothing at first, what was typed when it comes back.
struct FormState {
  admission::ApplicationForm typed;
  std::string key;  ///< Makes a repetition of the same post known; new for each form shown.
  std::vector<FieldNote> errors;
  std::optional<RefusalNote> refusal;
};

std::string render_city_form(const Scene& scene, const engine::CitySnapshot& city,
                             const FormState& state);
std::string render_online_form(const Scene& scene, const engine::TestSnapshot& test,
                               const FormState& state);

}  // namespace keste::pages
