# Tests of the SMTP channel, for CMakeLists.txt beside this file.
set(SMTP_TEST_SOURCES
    smtp_channel_fault_test.cpp
    smtp_channel_test.cpp
    smtp_channel_tls_test.cpp
    smtp_content_test.cpp
    smtp_fake_server.cpp
    smtp_handshake_test.cpp
    smtp_reply_test.cpp
    smtp_test_certificate.cpp
    smtp_transaction_test.cpp)
