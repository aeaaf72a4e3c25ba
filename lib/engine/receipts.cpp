// Rulings from the state and the store, and receipts from rulings.
#include "engine/receipts.hpp"

#include "admission/receipt_text.hpp"
#include "engine/own_application.hpp"
#include "engine/ticket.hpp"
#include "store/window_versions.hpp"

namespace keste::engine {
namespace {

const std::string& place_of(const admission::ApplicationRequest& request) {
  return request.online ? request.test : request.city;
}

WindowSeen to_seen(const std::optional<store::WindowVersion>& found) {
  if (!found) return {};
  return {found->version, found->span.opens_at, found->span.closes_at};
}

/// What was typed is only shown where there is such a thing.
void name_place(State& state, const admission::ApplicationRequest& request, Ruling& ruling) {
  if (state.settings.campaign.find_test(request.test) != nullptr) ruling.test = request.test;
  if (state.model.find_city(request.city) != nullptr) ruling.city = request.city;
  ruling.applicant = state.vault.applicant_tag(state.vault.person_key(request.applicant.iin));
}

/// Online tests go by the clock of the campaign's first city.
const calendar::Zone* zone_of(const Snapshot& snapshot, std::string_view city) {
  if (const CitySnapshot* found = snapshot.find_city(city)) return &found->zone;
  return snapshot.cities.empty() ? nullptr : &snapshot.cities.front()->zone;
}

std::string sign(admission::ReceiptStatement statement, const Ruling& ruling,
                 const Snapshot& snapshot) {
  const store::ReceiptSigner& signer = *snapshot.receipt_keys->present;
  statement.campaign = snapshot.campaign;
  statement.test = ruling.test;
  statement.city = ruling.city;
  statement.received_at = ruling.received_at;
  statement.window_version = ruling.window.version;
  statement.opens_at = ruling.window.opens_at;
  statement.closes_at = ruling.window.closes_at;
  statement.extended = ruling.extended;
  statement.applicant = ruling.applicant;
  statement.key = signer.id();
  std::string text = admission::write_statement(statement, zone_of(snapshot, ruling.city));
  const std::string signature = signer.sign(text);
  return admission::make_signed_receipt(std::move(text), signature);
}

}  // namespace

WindowSeen see_window(State& state, const admission::ApplicationRequest& request) {
  if (request.online) {
    const TestModel* test = state.model.find_test(request.test);
    if (test == nullptr) return {};
    return {test->window_version, test->window.opens_at, test->window.closes_at};
  }
  const CityModel* city = state.model.find_city(request.city);
  if (city == nullptr) return {};
  return {city->window_version, city->opens_at, city->closes_at};
}

Ruling make_ruling(State& state, const ApplyCommand& command) {
  Ruling ruling;
  name_place(state, command.request, ruling);
  ruling.received_at = command.receipt.at;
  ruling.window = see_window(state, command.request);
  return ruling;
}

Ruling recall_ruling(State& state, const admission::ApplicationRequest& request,
                     const store::KeptAnswer& kept) {
  Ruling ruling;
  name_place(state, request, ruling);
  ruling.received_at = kept.received_at;
  ruling.window = to_seen(store::find_window_version(state.database, state.campaign,
                                                     place_of(request), kept.window_version));
  return ruling;
}

ReceiptOutcome find_receipt(const ReceiptSource& source, const std::string& ticket) {
  const auto row = find_row(source.database, ticket);
  if (!row) return Trouble::not_found;
  const bool online = row->city.empty();
  AcceptedReceipt found;
  found.id = ApplicationId{row->id.value};
  found.state = row->waited ? "waitlisted" : (online ? "accepted" : "seated");
  Ruling& ruling = found.ruling;
  ruling.received_at = row->received_at;
  ruling.test = row->test;
  ruling.city = row->city;
  ruling.window = to_seen(store::find_window_version(
      source.database, source.campaign, online ? row->test : row->city, row->window_version));
  ruling.extended = ruling.window.version != 0 && row->received_at >= ruling.window.closes_at;
  ruling.applicant = source.vault.applicant_tag(row->person_key);
  return found;
}

void prepare_receipts(State& state) {
  for (const campaign::TestWindow& test : state.settings.schedule.tests) {
    store::note_window(state.database, state.campaign, test.test, {test.opens_at, test.closes_at});
  }
  if (state.receipt_keys) return;
  store::renew_receipt_key(state.database, state.vault, state.now.at);
  state.receipt_keys = store::load_receipt_keys(state.database, state.vault);
  state.audit("system", "receipt_key_made", "key " + state.receipt_keys->present->id(), "");
}

std::string make_receipt(const AcceptedReceipt& accepted, const Snapshot& snapshot) {
  admission::ReceiptStatement statement;
  statement.application = accepted.id.value;
  statement.state = accepted.state;
  return sign(std::move(statement), accepted.ruling, snapshot);
}

std::string make_receipt(const Ruling& refused, std::string_view problem,
                         const Snapshot& snapshot) {
  admission::ReceiptStatement statement;
  statement.problem = problem;
  return sign(std::move(statement), refused, snapshot);
}

}  // namespace keste::engine
