# Tests of the channels over HTTP (SMS, webhook), for CMakeLists.txt beside this file.
set(GATEWAY_TEST_SOURCES
    address_guard_test.cpp
    http_client_test.cpp
    http_fake_server.cpp
    number_limiter_test.cpp
    quiet_hours_test.cpp
    sms_channel_test.cpp
    sms_fixture.cpp
    sms_parts_test.cpp
    sms_poller_test.cpp
    sms_replies_test.cpp
    sms_rule_test.cpp
    webhook_test.cpp)
