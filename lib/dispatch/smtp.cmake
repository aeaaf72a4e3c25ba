# Sources of the SMTP channel, for CMakeLists.txt beside this file.
set(SMTP_SOURCES
    smtp_channel.cpp
    smtp_connection.cpp
    smtp_content.cpp
    smtp_handshake.cpp
    smtp_relay.cpp
    smtp_reply.cpp
    smtp_settings.cpp
    smtp_transaction.cpp
    smtp_wire.cpp)
