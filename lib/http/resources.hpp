// The resources: one function for each route, and what they work with.
#pragma once

#include <string>

#include "http/backend.hpp"
#include "http/desk_figures.hpp"
#include "http/import_progress.hpp"
#include "http/metrics.hpp"
#include "http/page_cache.hpp"
#include "http/problem.hpp"
#include "http/public_pages.hpp"
#include "http/request.hpp"
#include "http/response.hpp"
#include "http/settings.hpp"
#include "pages/site.hpp"

namespace keste::http {

class EventFeed;

/// What every resource may use. io thread only; owned by the server.
struct Service {
  Backend backend;
  ServerSettings settings;
  PageCache pages;
  pages::Site site;  ///< Of the pages for people.
  PublicPages public_pages;
  HttpFigures figures;
  ImportProgress imports;
  Gate gate;
  EventFeed* events = nullptr;  ///< The hub's, set by it.
  const std::string run;        ///< Tells what this run of the server says from what others said.
  DeskFigures desk;             ///< Of the dashboard.
  bool stopping = false;

  Service(Backend b, ServerSettings s, const std::string& r)
      : backend(std::move(b)),
        settings(std::move(s)),
        pages(r),
        gate(backend, settings.people_clock, settings.sign_in),
        run(r) {}
};

using Handler = void (*)(Service&, const Request&, Reply);

void handle_cities(Service& service, const Request& request, Reply reply);
void handle_city(Service& service, const Request& request, Reply reply);
void handle_city_status(Service& service, const Request& request, Reply reply);
void handle_status(Service& service, const Request& request, Reply reply);
void handle_agenda(Service& service, const Request& request, Reply reply);
void handle_notifications(Service& service, const Request& request, Reply reply);
void handle_audit_verification(Service& service, const Request& request, Reply reply);
void handle_apply(Service& service, const Request& request, Reply reply);
void handle_find_application(Service& service, const Request& request, Reply reply);
void handle_withdraw(Service& service, const Request& request, Reply reply);
void handle_withdraw_consent(Service& service, const Request& request, Reply reply);
void handle_change_session(Service& service, const Request& request, Reply reply);
void handle_sms_hook(Service& service, const Request& request, Reply reply);
void handle_events(Service& service, const Request& request, Reply reply);
void handle_openapi(Service& service, const Request& request, Reply reply);
void handle_asset(Service& service, const Request& request, Reply reply);
void handle_front_page(Service& service, const Request& request, Reply reply);
void handle_apply_page(Service& service, const Request& request, Reply reply);
void handle_city_form(Service& service, const Request& request, Reply reply);
void handle_online_form(Service& service, const Request& request, Reply reply);
void handle_city_post(Service& service, const Request& request, Reply reply);
void handle_online_post(Service& service, const Request& request, Reply reply);
void handle_ticket_page(Service& service, const Request& request, Reply reply);
void handle_ticket_calendar(Service& service, const Request& request, Reply reply);
void handle_session_choice(Service& service, const Request& request, Reply reply);
void handle_session_post(Service& service, const Request& request, Reply reply);
void handle_withdrawal_page(Service& service, const Request& request, Reply reply);
void handle_withdrawal_post(Service& service, const Request& request, Reply reply);
void handle_consent_page(Service& service, const Request& request, Reply reply);
void handle_consent_post(Service& service, const Request& request, Reply reply);
void handle_erased_page(Service& service, const Request& request, Reply reply);
void handle_healthz(Service& service, const Request& request, Reply reply);
void handle_readyz(Service& service, const Request& request, Reply reply);
void handle_metrics(Service& service, const Request& request, Reply reply);

/// Where the page of a request stands in the cache: those who see some cities only have their own.
std::string page_key(const Request& request);
/// Answer from the cache, rendering the page anew when what it shows has changed.
using CityRenderer = std::string (*)(const engine::CitySnapshot&, const engine::Snapshot&);
using CampaignRenderer = std::string (*)(const engine::Snapshot&);
void reply_with_city_page(Service& service, const Request& request, const Reply& reply,
                          CityRenderer render);
void reply_with_campaign_page(Service& service, const Request& request, const Reply& reply,
                              CampaignRenderer render);

/// A trouble of the engine as a problem, and its answer.
ProblemKind kind_of(engine::Trouble trouble);
Response make_response(engine::Trouble trouble, Language language);
/// Whether the body is plain JSON.
bool is_json(const Request& request);
/// 415, naming what is wanted.
Response make_media_type_response(std::string_view wanted, Language language);
/// An answer that no cache may keep.
Response make_json_response(int status, std::string body);
/// An answer that caches may keep as long as it is the same: its entity tag is of its bytes.
Response make_tagged_response(const Request& request, std::string body,
                              std::string_view content_type);
/// An answer from a page, in the form that the request asks for.
Response make_page_response(PageCache::Entry& entry, const Request& request);

}  // namespace keste::http
