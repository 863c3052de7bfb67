/* Prints the size and the offsets of the fields of every struct that the assembly declares for itself. */
#include <stdio.h>
#include "usersig.h"

#define SIZE(type) printf("%s%s %zu", first, #type, sizeof(type)), first = "\n"
#define AT(type, field) printf(" %zu", offsetof(type, field))

int main(void) {
    const char *first = "";
    SIZE(usersig_error);
    AT(usersig_error, status); AT(usersig_error, code); AT(usersig_error, check_err); AT(usersig_error, service_code);
    AT(usersig_error, field); AT(usersig_error, message);
    SIZE(usersig_status_row);
    AT(usersig_status_row, status); AT(usersig_status_row, code); AT(usersig_status_row, check_err);
    AT(usersig_status_row, service_code_count); AT(usersig_status_row, service_codes); AT(usersig_status_row, word);
    AT(usersig_status_row, message);
    SIZE(usersig_gen_options);
    AT(usersig_gen_options, size); AT(usersig_gen_options, flags); AT(usersig_gen_options, compression);
    AT(usersig_gen_options, expire); AT(usersig_gen_options, issued_at); AT(usersig_gen_options, userbuf);
    AT(usersig_gen_options, userbuf_len); AT(usersig_gen_options, account_type); AT(usersig_gen_options, account_type_len);
    AT(usersig_gen_options, appid_at_3rd); AT(usersig_gen_options, appid_at_3rd_len);
    SIZE(usersig_verifier_options);
    AT(usersig_verifier_options, size); AT(usersig_verifier_options, flags); AT(usersig_verifier_options, reserved);
    AT(usersig_verifier_options, leeway); AT(usersig_verifier_options, future_tolerance);
    SIZE(usersig_verify_options);
    AT(usersig_verify_options, size); AT(usersig_verify_options, flags); AT(usersig_verify_options, userbuf_expected);
    AT(usersig_verify_options, now); AT(usersig_verify_options, userbuf); AT(usersig_verify_options, userbuf_len);
    SIZE(usersig_batch_item);
    AT(usersig_batch_item, ticket); AT(usersig_batch_item, ticket_len); AT(usersig_batch_item, message);
    AT(usersig_batch_item, status);
    SIZE(usersig_batch);
    AT(usersig_batch, items); AT(usersig_batch, count);
    SIZE(usersig_private_map_key);
    AT(usersig_private_map_key, room_name); AT(usersig_private_map_key, room_name_len);
    AT(usersig_private_map_key, expires_at); AT(usersig_private_map_key, room_number);
    AT(usersig_private_map_key, privileges);
    SIZE(usersig_ticket_fields);
    AT(usersig_ticket_fields, version); AT(usersig_ticket_fields, sdkappid); AT(usersig_ticket_fields, expire);
    AT(usersig_ticket_fields, has_userbuf); AT(usersig_ticket_fields, issued_at); AT(usersig_ticket_fields, expires_at);
    AT(usersig_ticket_fields, identifier); AT(usersig_ticket_fields, identifier_len); AT(usersig_ticket_fields, userbuf);
    AT(usersig_ticket_fields, userbuf_len); AT(usersig_ticket_fields, account_type);
    AT(usersig_ticket_fields, account_type_len); AT(usersig_ticket_fields, appid_at_3rd);
    AT(usersig_ticket_fields, appid_at_3rd_len); AT(usersig_ticket_fields, private_map_key);
    /* Read through a pointer to its only field. */
    _Static_assert(sizeof(usersig_ticket) == sizeof(usersig_ticket_fields), "usersig_ticket");
    _Static_assert(sizeof(usersig_untrusted_ticket) == sizeof(usersig_ticket_fields), "usersig_untrusted_ticket");
    putchar('\n');
    return 0;
}
