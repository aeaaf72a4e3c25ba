// The questionnaire of a campaign file, and the aliases of its cities.
#pragma once

#include <string>
#include <vector>

#include "campaign/campaign.hpp"
#include "config/document.hpp"

namespace keste::config {

/// The common headings with those of the file. A heading that the file gives to one question is
/// taken from any other that commonly has it; one given to two is an error. What is wrong is left
/// out; an absent node gives the common headings and no zone.
campaign::Questionnaire read_questionnaire(const Node* node, Report& report);

/// A list of texts, none of them there twice when compared as people write them.
std::vector<std::string> read_spellings(const Node* node, Report& report);

/// Reports an alias that another city also has, as code, name or alias, when compared folded.
/// `nodes` are the nodes of the cities.
void check_aliases(const std::vector<campaign::City>& cities, const std::vector<const Node*>& nodes,
                   Report& report);

}  // namespace keste::config
