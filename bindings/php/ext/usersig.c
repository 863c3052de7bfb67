/* The extension for PHP: what the package's classes ask of the native library, without FFI. src/Native/FfiLibrary.php has the same
   methods, and InstallTest.php compares the two. Nobody but these classes calls them. */
#ifdef HAVE_CONFIG_H
#include "config.h"
#endif
#include "php.h"
#include "ext/standard/info.h"
#include "zend_attributes.h"
#include "zend_exceptions.h"
#include "usersig.h"

#if SIZEOF_ZEND_LONG != 8
#error "usersig needs a PHP of 64 bits"
#endif

enum kind { NOTHING, PRIVATE_KEY, PUBLIC_KEY, SECRET_KEY, SIGNER, VERIFIER, TICKET, UNTRUSTED_TICKET, BATCH };
static const char *const KIND_NAMES[] = { "nothing", "private_key", "public_key", "secret_key", "signer", "verifier" };

/* What the library made. PHP frees it with its object, after a fatal error, too: so results of one call are held by one as well. */
typedef struct {
    void *pointer;
    enum kind kind;
    zend_object object;
} holder;

static zend_class_entry *holder_class;
static zend_object_handlers holder_handlers;

static holder *holder_of(zend_object *object)
{
    return (holder *)((char *)object - offsetof(holder, object));
}

static void holder_release(holder *full)
{
    void *pointer = full->pointer;
    full->pointer = NULL;
    if (!pointer) {
        return;
    }
    switch (full->kind) {
        case NOTHING: break;
        case PRIVATE_KEY: usersig_private_key_free(pointer); break;
        case PUBLIC_KEY: usersig_public_key_free(pointer); break;
        case SECRET_KEY: usersig_secret_key_free(pointer); break;
        case SIGNER: usersig_signer_free(pointer); break;
        case VERIFIER: usersig_verifier_free(pointer); break;
        case TICKET: usersig_ticket_free(pointer); break;
        case UNTRUSTED_TICKET: usersig_untrusted_ticket_free(pointer); break;
        case BATCH: usersig_batch_free(pointer); break;
    }
}

static zend_object *holder_create(zend_class_entry *class)
{
    holder *made = zend_object_alloc(sizeof(holder), class);
    zend_object_std_init(&made->object, class);
    object_properties_init(&made->object, class);
    made->object.handlers = &holder_handlers;
    return &made->object;
}

static void holder_free(zend_object *object)
{
    holder_release(holder_of(object));
    zend_object_std_dtor(object);
}

/* An empty holder: made before what it will hold, as PHP may run out of memory here. */
static holder *hold(zval *value, enum kind kind)
{
    holder *empty;
    object_init_ex(value, holder_class);
    empty = holder_of(Z_OBJ_P(value));
    empty->kind = kind;
    return empty;
}

/* The pointer in an object of this kind; NULL, which the library refuses, for null and for one that was freed by hand. */
static bool held(zend_object *object, enum kind kind, const void **pointer)
{
    *pointer = object ? holder_of(object)->pointer : NULL;
    if (object && holder_of(object)->kind != kind) {
        zend_type_error("a %s must be given", KIND_NAMES[kind]);
        return false;
    }
    return true;
}

/* Throws what the package's own class makes of an error. */
static void throw_error(const usersig_error *error)
{
    zval make, exception, arguments[5];
    ZVAL_UNDEF(&exception);
    ZVAL_STRING(&make, "UserSig\\UserSigException::make");
    ZVAL_LONG(&arguments[0], error->code);
    ZVAL_STRING(&arguments[1], error->message);
    ZVAL_STRING(&arguments[2], error->field);
    ZVAL_LONG(&arguments[3], error->check_err);
    ZVAL_LONG(&arguments[4], error->service_code);
    if (call_user_function(NULL, NULL, &make, &exception, 5, arguments) == SUCCESS && Z_TYPE(exception) == IS_OBJECT) {
        zend_throw_exception_object(&exception);
    } else {
        zval_ptr_dtor(&exception);
        if (!EG(exception)) {
            zend_throw_error(NULL, "%s", error->message);
        }
    }
    zval_ptr_dtor(&arguments[2]);
    zval_ptr_dtor(&arguments[1]);
    zval_ptr_dtor(&make);
}

/* Makes a call that has a place for what it makes, `made`, and for its error, `error`; then `value` is a holder of that, or the call's
   failure is thrown. */
#define MAKE(value, kind, type, made, call) \
    do { \
        type *made = NULL; \
        usersig_error error; \
        holder *holding = hold(value, kind); \
        if ((call) == USERSIG_OK) { \
            holding->pointer = made; \
        } else { \
            throw_error(&error); \
        } \
    } while (0)

/* The same for what is only read, and freed then. */
#define READ(kind, type, made, call, read) \
    do { \
        zval kept; \
        MAKE(&kept, kind, type, made, call); \
        type *made = holder_of(Z_OBJ(kept))->pointer; \
        if (made) { \
            read; \
        } \
        zval_ptr_dtor(&kept); \
    } while (0)

typedef struct {
    // vocabulary: gen_fields
    zend_long expire;
    bool no_expire;
    zend_string *userbuf;
    zend_long issued_at;
    bool no_issued_at;
    bool strict_identifier;
    zend_string *account_type;
    zend_string *appid_at_3rd;
    // vocabulary: end
} gen_arguments;

// vocabulary: gen_parsed
#define GEN_ARGUMENTS 6
#define NO_GEN_ARGUMENTS { .no_expire = true, .no_issued_at = true }
#define Z_PARAM_GEN_ARGUMENTS(a) \
    Z_PARAM_OPTIONAL \
    Z_PARAM_LONG_OR_NULL((a).expire, (a).no_expire) \
    Z_PARAM_STR_OR_NULL((a).userbuf) \
    Z_PARAM_LONG_OR_NULL((a).issued_at, (a).no_issued_at) \
    Z_PARAM_BOOL((a).strict_identifier) \
    Z_PARAM_STR_OR_NULL((a).account_type) \
    Z_PARAM_STR_OR_NULL((a).appid_at_3rd)
// vocabulary: end

static usersig_gen_options gen_options(const gen_arguments *from)
{
    usersig_gen_options options = USERSIG_GEN_OPTIONS_INIT;
    // vocabulary: gen_given
    if (!from->no_expire) {
        options.flags |= USERSIG_GEN_EXPIRE;
        options.expire = from->expire;
    }
    if (from->userbuf) {
        options.flags |= USERSIG_GEN_USERBUF;
        options.userbuf = (const uint8_t *)ZSTR_VAL(from->userbuf);
        options.userbuf_len = ZSTR_LEN(from->userbuf);
    }
    if (!from->no_issued_at) {
        options.flags |= USERSIG_GEN_ISSUED_AT;
        options.issued_at = from->issued_at;
    }
    if (from->strict_identifier) {
        options.flags |= USERSIG_GEN_STRICT_IDENTIFIER;
    }
    if (from->account_type) {
        options.flags |= USERSIG_GEN_ACCOUNT_TYPE;
        options.account_type = ZSTR_VAL(from->account_type);
        options.account_type_len = ZSTR_LEN(from->account_type);
    }
    if (from->appid_at_3rd) {
        options.flags |= USERSIG_GEN_APPID_AT_3RD;
        options.appid_at_3rd = ZSTR_VAL(from->appid_at_3rd);
        options.appid_at_3rd_len = ZSTR_LEN(from->appid_at_3rd);
    }
    // vocabulary: end
    return options;
}

static void add_text(zval *array, const char *name, const void *text, size_t length)
{
    if (text) {
        add_assoc_stringl(array, name, text, length);
    } else {
        add_assoc_null(array, name);
    }
}

static void fields_array(zval *array, const usersig_ticket_fields *fields)
{
    const usersig_private_map_key *permission = fields->private_map_key;
    zval list;
    array_init(array);
    add_assoc_long(array, "version", fields->version);
    add_assoc_long(array, "sdkappid", fields->sdkappid);
    add_assoc_long(array, "issuedAt", fields->issued_at);
    add_assoc_long(array, "expire", fields->expire);
    add_assoc_long(array, "expiresAt", fields->expires_at);
    add_text(array, "identifier", fields->identifier, fields->identifier_len);
    /* Of an empty one there need be no pointer. */
    add_text(array, "userbuf", !fields->has_userbuf ? NULL : fields->userbuf_len ? (const void *)fields->userbuf : "", fields->userbuf_len);
    add_text(array, "accountType", fields->account_type, fields->account_type_len);
    add_text(array, "appidAt3rd", fields->appid_at_3rd, fields->appid_at_3rd_len);
    if (!permission) {
        add_assoc_null(array, "privateMapKey");
        return;
    }
    array_init(&list);
    add_next_index_long(&list, permission->room_number);
    if (permission->room_name) {
        add_next_index_stringl(&list, permission->room_name, permission->room_name_len);
    } else {
        add_next_index_null(&list);
    }
    add_next_index_long(&list, permission->privileges);
    add_next_index_long(&list, permission->expires_at);
    add_assoc_zval(array, "privateMapKey", &list);
}

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_version, 0, 0, IS_STRING, 0)
ZEND_END_ARG_INFO()
ZEND_METHOD(Extension, version)
{
    ZEND_PARSE_PARAMETERS_NONE();
    RETURN_STRING(usersig_version());
}

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_status, 0, 1, IS_ARRAY, 0)
    ZEND_ARG_TYPE_INFO(0, status, IS_LONG, 0)
ZEND_END_ARG_INFO()
ZEND_METHOD(Extension, status)
{
    zend_long status;
    const usersig_status_row *row;
    zval codes;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_LONG(status)
    ZEND_PARSE_PARAMETERS_END();
    row = usersig_status_lookup((int32_t)status);
    array_init(return_value);
    add_assoc_long(return_value, "code", row->code);
    add_assoc_string(return_value, "word", row->word);
    add_assoc_string(return_value, "message", row->message);
    add_assoc_long(return_value, "checkErr", row->check_err);
    array_init(&codes);
    for (uint32_t i = 0; i < row->service_code_count; i++) {
        add_next_index_long(&codes, row->service_codes[i]);
    }
    add_assoc_zval(return_value, "serviceCodes", &codes);
}

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_key, 0, 1, IS_OBJECT, 0)
    ZEND_ARG_TYPE_INFO(0, text, IS_STRING, 0)
ZEND_END_ARG_INFO()
/* METHOD_OF_KEY(NAME, KIND, TYPE, FUNCTION): reads a key from its text. */
#define METHOD_OF_KEY(name, kind, type, function) \
    ZEND_METHOD(Extension, name) \
    { \
        zend_string *text; \
        ZEND_PARSE_PARAMETERS_START(1, 1) \
            Z_PARAM_STR(text) \
        ZEND_PARSE_PARAMETERS_END(); \
        MAKE(return_value, kind, type, key, function(ZSTR_VAL(text), ZSTR_LEN(text), &key, &error)); \
    }
METHOD_OF_KEY(secretKey, SECRET_KEY, usersig_secret_key, usersig_secret_key_new)
METHOD_OF_KEY(privateKey, PRIVATE_KEY, usersig_private_key, usersig_private_key_from_pem)
METHOD_OF_KEY(publicKey, PUBLIC_KEY, usersig_public_key, usersig_public_key_from_pem)

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_generate, 0, 1, IS_OBJECT, 0)
    ZEND_ARG_TYPE_INFO(0, curve, IS_LONG, 0)
ZEND_END_ARG_INFO()
ZEND_METHOD(Extension, generate)
{
    zend_long curve;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_LONG(curve)
    ZEND_PARSE_PARAMETERS_END();
    MAKE(return_value, PRIVATE_KEY, usersig_private_key, key, usersig_private_key_generate((int32_t)curve, &key, &error));
}

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_publicKeyOf, 0, 1, IS_OBJECT, 0)
    ZEND_ARG_TYPE_INFO(0, key, IS_OBJECT, 1)
ZEND_END_ARG_INFO()
ZEND_METHOD(Extension, publicKeyOf)
{
    zend_object *key;
    const void *private;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_OBJ_OF_CLASS_OR_NULL(key, holder_class)
    ZEND_PARSE_PARAMETERS_END();
    if (!held(key, PRIVATE_KEY, &private)) {
        RETURN_THROWS();
    }
    MAKE(return_value, PUBLIC_KEY, usersig_public_key, public, usersig_private_key_public_key(private, &public, &error));
}

/* The kind of this name, from PRIVATE_KEY to `last`; NOTHING after it threw. */
static enum kind kind_of(const zend_string *name, enum kind last)
{
    for (enum kind kind = PRIVATE_KEY; kind <= last; kind++) {
        if (strcmp(ZSTR_VAL(name), KIND_NAMES[kind]) == 0) {
            return kind;
        }
    }
    zend_argument_value_error(1, "must name a kind that this method takes");
    return NOTHING;
}

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_curve, 0, 2, IS_LONG, 0)
    ZEND_ARG_TYPE_INFO(0, kind, IS_STRING, 0)
    ZEND_ARG_TYPE_INFO(0, key, IS_OBJECT, 1)
ZEND_END_ARG_INFO()
ZEND_METHOD(Extension, curve)
{
    zend_string *name;
    zend_object *key;
    const void *pointer;
    enum kind kind;
    ZEND_PARSE_PARAMETERS_START(2, 2)
        Z_PARAM_STR(name)
        Z_PARAM_OBJ_OF_CLASS_OR_NULL(key, holder_class)
    ZEND_PARSE_PARAMETERS_END();
    kind = kind_of(name, PUBLIC_KEY);
    if (!kind || !held(key, kind, &pointer)) {
        RETURN_THROWS();
    }
    RETURN_LONG(kind == PRIVATE_KEY ? usersig_private_key_curve(pointer) : usersig_public_key_curve(pointer));
}

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_pem, 0, 2, IS_STRING, 0)
    ZEND_ARG_TYPE_INFO(0, kind, IS_STRING, 0)
    ZEND_ARG_TYPE_INFO(0, key, IS_OBJECT, 1)
ZEND_END_ARG_INFO()
ZEND_METHOD(Extension, pem)
{
    zend_string *name;
    zend_object *key;
    const void *pointer;
    enum kind kind;
    char pem[USERSIG_PEM_BUFFER];
    usersig_status status;
    usersig_error error;
    ZEND_PARSE_PARAMETERS_START(2, 2)
        Z_PARAM_STR(name)
        Z_PARAM_OBJ_OF_CLASS_OR_NULL(key, holder_class)
    ZEND_PARSE_PARAMETERS_END();
    kind = kind_of(name, PUBLIC_KEY);
    if (!kind || !held(key, kind, &pointer)) {
        RETURN_THROWS();
    }
    status = kind == PRIVATE_KEY ? usersig_private_key_to_pem(pointer, pem, sizeof pem, NULL, &error)
                                 : usersig_public_key_to_pem(pointer, pem, sizeof pem, NULL, &error);
    if (status != USERSIG_OK) {
        throw_error(&error);
        RETURN_THROWS();
    }
    RETVAL_STRING(pem);
    usersig_wipe(pem, sizeof pem);
}

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_signer, 0, 3, IS_OBJECT, 0)
    ZEND_ARG_TYPE_INFO(0, kind, IS_STRING, 0)
    ZEND_ARG_TYPE_INFO(0, sdkappid, IS_LONG, 0)
    ZEND_ARG_TYPE_INFO(0, key, IS_OBJECT, 1)
ZEND_END_ARG_INFO()
ZEND_METHOD(Extension, signer)
{
    zend_string *name;
    zend_long sdkappid;
    zend_object *key;
    const void *pointer;
    enum kind kind;
    ZEND_PARSE_PARAMETERS_START(3, 3)
        Z_PARAM_STR(name)
        Z_PARAM_LONG(sdkappid)
        Z_PARAM_OBJ_OF_CLASS_OR_NULL(key, holder_class)
    ZEND_PARSE_PARAMETERS_END();
    kind = kind_of(name, SECRET_KEY);
    if (!kind || !held(key, kind, &pointer)) {
        RETURN_THROWS();
    }
    MAKE(return_value, SIGNER, usersig_signer, signer,
        kind == SECRET_KEY ? usersig_signer_with_secret_key(sdkappid, pointer, &signer, &error)
                           : usersig_signer_with_private_key(sdkappid, pointer, &signer, &error));
}

/* The pointers in a list of keys of one kind. */
static bool all_held(HashTable *keys, enum kind kind, const void **pointers)
{
    zval *key;
    ZEND_HASH_FOREACH_VAL(keys, key) {
        ZVAL_DEREF(key);
        if (Z_TYPE_P(key) != IS_NULL && (Z_TYPE_P(key) != IS_OBJECT || Z_OBJCE_P(key) != holder_class)) {
            zend_type_error("the list must hold keys only");
            return false;
        }
        if (!held(Z_TYPE_P(key) == IS_NULL ? NULL : Z_OBJ_P(key), kind, pointers++)) {
            return false;
        }
    } ZEND_HASH_FOREACH_END();
    return true;
}

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_verifier, 0, 5, IS_OBJECT, 0)
    ZEND_ARG_TYPE_INFO(0, sdkappid, IS_LONG, 0)
    ZEND_ARG_TYPE_INFO(0, publicKeys, IS_ARRAY, 0)
    ZEND_ARG_TYPE_INFO(0, secretKeys, IS_ARRAY, 0)
    ZEND_ARG_TYPE_INFO(0, leeway, IS_LONG, 1)
    ZEND_ARG_TYPE_INFO(0, futureTolerance, IS_LONG, 1)
ZEND_END_ARG_INFO()
ZEND_METHOD(Extension, verifier)
{
    zend_long sdkappid, leeway, tolerance;
    bool no_leeway, no_tolerance;
    HashTable *public_keys, *secret_keys;
    uint32_t publics, secrets;
    const void **pointers;
    usersig_verifier_options options = USERSIG_VERIFIER_OPTIONS_INIT;
    ZEND_PARSE_PARAMETERS_START(5, 5)
        Z_PARAM_LONG(sdkappid)
        Z_PARAM_ARRAY_HT(public_keys)
        Z_PARAM_ARRAY_HT(secret_keys)
        Z_PARAM_LONG_OR_NULL(leeway, no_leeway)
        Z_PARAM_LONG_OR_NULL(tolerance, no_tolerance)
    ZEND_PARSE_PARAMETERS_END();
    if (!no_leeway) {
        options.flags |= USERSIG_VERIFIER_LEEWAY;
        options.leeway = leeway;
    }
    if (!no_tolerance) {
        options.flags |= USERSIG_VERIFIER_FUTURE_TOLERANCE;
        options.future_tolerance = tolerance;
    }
    publics = zend_hash_num_elements(public_keys);
    secrets = zend_hash_num_elements(secret_keys);
    pointers = safe_emalloc((size_t)publics + secrets + 1, sizeof *pointers, 0);
    if (all_held(public_keys, PUBLIC_KEY, pointers) && all_held(secret_keys, SECRET_KEY, pointers + publics)) {
        MAKE(return_value, VERIFIER, usersig_verifier, verifier,
            usersig_verifier_new(sdkappid, (const usersig_public_key *const *)pointers, publics,
                (const usersig_secret_key *const *)(pointers + publics), secrets, &options, &verifier, &error));
    }
    efree(pointers);
}

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_genSig, 0, 2, IS_STRING, 0)
    ZEND_ARG_TYPE_INFO(0, signer, IS_OBJECT, 1)
    ZEND_ARG_TYPE_INFO(0, identifier, IS_STRING, 0)
    ZEND_ARG_VARIADIC_TYPE_INFO(0, options, IS_MIXED, 1)
ZEND_END_ARG_INFO()
ZEND_METHOD(Extension, genSig)
{
    zend_object *object;
    zend_string *identifier;
    gen_arguments arguments = NO_GEN_ARGUMENTS;
    usersig_gen_options options;
    const void *signer;
    char ticket[USERSIG_TICKET_MAX + 1];
    size_t length;
    usersig_error error;
    ZEND_PARSE_PARAMETERS_START(2, 2 + GEN_ARGUMENTS)
        Z_PARAM_OBJ_OF_CLASS_OR_NULL(object, holder_class)
        Z_PARAM_STR(identifier)
        Z_PARAM_GEN_ARGUMENTS(arguments)
    ZEND_PARSE_PARAMETERS_END();
    if (!held(object, SIGNER, &signer)) {
        RETURN_THROWS();
    }
    options = gen_options(&arguments);
    if (usersig_signer_gen_sig(signer, ZSTR_VAL(identifier), ZSTR_LEN(identifier), &options, ticket, sizeof ticket, &length, &error)
        != USERSIG_OK) {
        throw_error(&error);
        RETURN_THROWS();
    }
    RETURN_STRINGL(ticket, length);
}

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_genPrivateMapKey, 0, 5, IS_STRING, 0)
    ZEND_ARG_TYPE_INFO(0, signer, IS_OBJECT, 1)
    ZEND_ARG_TYPE_INFO(0, identifier, IS_STRING, 0)
    ZEND_ARG_TYPE_INFO(0, roomNumber, IS_LONG, 0)
    ZEND_ARG_TYPE_INFO(0, roomName, IS_STRING, 1)
    ZEND_ARG_TYPE_INFO(0, privileges, IS_LONG, 0)
    ZEND_ARG_VARIADIC_TYPE_INFO(0, options, IS_MIXED, 1)
ZEND_END_ARG_INFO()
ZEND_METHOD(Extension, genPrivateMapKey)
{
    zend_object *object;
    zend_string *identifier, *room_name;
    zend_long room_number, privileges;
    gen_arguments arguments = NO_GEN_ARGUMENTS;
    usersig_gen_options options;
    const void *signer;
    char ticket[USERSIG_TICKET_MAX + 1];
    size_t length;
    usersig_error error;
    ZEND_PARSE_PARAMETERS_START(5, 5 + GEN_ARGUMENTS)
        Z_PARAM_OBJ_OF_CLASS_OR_NULL(object, holder_class)
        Z_PARAM_STR(identifier)
        Z_PARAM_LONG(room_number)
        Z_PARAM_STR_OR_NULL(room_name)
        Z_PARAM_LONG(privileges)
        Z_PARAM_GEN_ARGUMENTS(arguments)
    ZEND_PARSE_PARAMETERS_END();
    if (!held(object, SIGNER, &signer)) {
        RETURN_THROWS();
    }
    options = gen_options(&arguments);
    if (usersig_signer_gen_private_map_key(signer, ZSTR_VAL(identifier), ZSTR_LEN(identifier), room_number,
            room_name ? ZSTR_VAL(room_name) : NULL, room_name ? ZSTR_LEN(room_name) : 0, privileges, &options, ticket,
            sizeof ticket, &length, &error) != USERSIG_OK) {
        throw_error(&error);
        RETURN_THROWS();
    }
    RETURN_STRINGL(ticket, length);
}

static void batch_array(zval *array, const usersig_batch *batch)
{
    array_init_size(array, (uint32_t)batch->count);
    for (size_t i = 0; i < batch->count; i++) {
        const usersig_batch_item *item = &batch->items[i];
        zval failure;
        if (item->status == USERSIG_OK) {
            add_next_index_stringl(array, item->ticket, item->ticket_len);
            continue;
        }
        array_init_size(&failure, 2);
        add_next_index_long(&failure, item->status);
        add_next_index_string(&failure, item->message);
        add_next_index_zval(array, &failure);
    }
}

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_genSigBatch, 0, 3, IS_ARRAY, 0)
    ZEND_ARG_TYPE_INFO(0, signer, IS_OBJECT, 1)
    ZEND_ARG_TYPE_INFO(0, identifiers, IS_ARRAY, 0)
    ZEND_ARG_TYPE_INFO(0, threads, IS_LONG, 0)
    ZEND_ARG_VARIADIC_TYPE_INFO(0, options, IS_MIXED, 1)
ZEND_END_ARG_INFO()
ZEND_METHOD(Extension, genSigBatch)
{
    zend_object *object;
    HashTable *identifiers;
    zend_long threads;
    gen_arguments arguments = NO_GEN_ARGUMENTS;
    usersig_gen_options options;
    const void *signer;
    zval *identifier;
    size_t count, total = 0, *lengths;
    char *joined, *end;
    ZEND_PARSE_PARAMETERS_START(3, 3 + GEN_ARGUMENTS)
        Z_PARAM_OBJ_OF_CLASS_OR_NULL(object, holder_class)
        Z_PARAM_ARRAY_HT(identifiers)
        Z_PARAM_LONG(threads)
        Z_PARAM_GEN_ARGUMENTS(arguments)
    ZEND_PARSE_PARAMETERS_END();
    if (!held(object, SIGNER, &signer)) {
        RETURN_THROWS();
    }
    ZEND_HASH_FOREACH_VAL(identifiers, identifier) {
        if (Z_TYPE_P(identifier) != IS_STRING) {
            zend_argument_type_error(2, "must be a list of strings");
            RETURN_THROWS();
        }
        total += Z_STRLEN_P(identifier);
    } ZEND_HASH_FOREACH_END();
    count = zend_hash_num_elements(identifiers);
    joined = end = safe_emalloc(total, 1, 1);
    lengths = safe_emalloc(count + 1, sizeof *lengths, 0);
    ZEND_HASH_FOREACH_VAL(identifiers, identifier) {
        memcpy(end, Z_STRVAL_P(identifier), Z_STRLEN_P(identifier));
        end += Z_STRLEN_P(identifier);
        *lengths++ = Z_STRLEN_P(identifier);
    } ZEND_HASH_FOREACH_END();
    lengths -= count;
    options = gen_options(&arguments);
    READ(BATCH, usersig_batch, batch,
        usersig_signer_gen_sig_batch(signer, joined, total, lengths, count, &options, (uint32_t)threads, &batch, &error),
        batch_array(return_value, batch));
    efree(lengths);
    efree(joined);
}

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_verify, 0, 6, IS_ARRAY, 0)
    ZEND_ARG_TYPE_INFO(0, verifier, IS_OBJECT, 1)
    ZEND_ARG_TYPE_INFO(0, ticket, IS_STRING, 0)
    ZEND_ARG_TYPE_INFO(0, identifier, IS_STRING, 1)
    ZEND_ARG_TYPE_INFO(0, expected, IS_LONG, 0)
    ZEND_ARG_TYPE_INFO(0, userbuf, IS_STRING, 1)
    ZEND_ARG_TYPE_INFO(0, now, IS_LONG, 1)
ZEND_END_ARG_INFO()
ZEND_METHOD(Extension, verify)
{
    zend_object *object;
    zend_string *ticket, *identifier, *userbuf;
    zend_long expected, now;
    bool no_now;
    const void *verifier;
    usersig_verify_options options = USERSIG_VERIFY_OPTIONS_INIT;
    ZEND_PARSE_PARAMETERS_START(6, 6)
        Z_PARAM_OBJ_OF_CLASS_OR_NULL(object, holder_class)
        Z_PARAM_STR(ticket)
        Z_PARAM_STR_OR_NULL(identifier)
        Z_PARAM_LONG(expected)
        Z_PARAM_STR_OR_NULL(userbuf)
        Z_PARAM_LONG_OR_NULL(now, no_now)
    ZEND_PARSE_PARAMETERS_END();
    if (!held(object, VERIFIER, &verifier)) {
        RETURN_THROWS();
    }
    options.userbuf_expected = (uint32_t)expected;
    if (userbuf) {
        options.userbuf = (const uint8_t *)ZSTR_VAL(userbuf);
        options.userbuf_len = ZSTR_LEN(userbuf);
    }
    if (!no_now) {
        options.flags |= USERSIG_VERIFY_NOW;
        options.now = now;
    }
    READ(TICKET, usersig_ticket, verified,
        identifier ? usersig_verifier_verify(verifier, ZSTR_VAL(ticket), ZSTR_LEN(ticket), ZSTR_VAL(identifier),
                         ZSTR_LEN(identifier), &options, &verified, &error)
                   : usersig_verifier_authenticate(verifier, ZSTR_VAL(ticket), ZSTR_LEN(ticket), &options, &verified, &error),
        fields_array(return_value, &verified->fields));
}

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_inspect, 0, 1, IS_ARRAY, 0)
    ZEND_ARG_TYPE_INFO(0, ticket, IS_STRING, 0)
ZEND_END_ARG_INFO()
ZEND_METHOD(Extension, inspect)
{
    zend_string *ticket;
    ZEND_PARSE_PARAMETERS_START(1, 1)
        Z_PARAM_STR(ticket)
    ZEND_PARSE_PARAMETERS_END();
    READ(UNTRUSTED_TICKET, usersig_untrusted_ticket, untrusted,
        usersig_inspect(ZSTR_VAL(ticket), ZSTR_LEN(ticket), &untrusted, &error), fields_array(return_value, &untrusted->fields));
}

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_freshness, 0, 4, IS_LONG, 0)
    ZEND_ARG_TYPE_INFO(0, issuedAt, IS_LONG, 0)
    ZEND_ARG_TYPE_INFO(0, expire, IS_LONG, 0)
    ZEND_ARG_TYPE_INFO(0, minShare, IS_DOUBLE, 0)
    ZEND_ARG_TYPE_INFO(0, now, IS_LONG, 0)
ZEND_END_ARG_INFO()
ZEND_METHOD(Extension, freshness)
{
    zend_long issued_at, expire, now;
    double min_share;
    uint32_t freshness;
    usersig_error error;
    ZEND_PARSE_PARAMETERS_START(4, 4)
        Z_PARAM_LONG(issued_at)
        Z_PARAM_LONG(expire)
        Z_PARAM_DOUBLE(min_share)
        Z_PARAM_LONG(now)
    ZEND_PARSE_PARAMETERS_END();
    if (usersig_freshness(issued_at, expire, min_share, now, &freshness, &error) != USERSIG_OK) {
        throw_error(&error);
        RETURN_THROWS();
    }
    RETURN_LONG(freshness);
}

ZEND_BEGIN_ARG_WITH_RETURN_TYPE_INFO_EX(arginfo_free, 0, 2, IS_VOID, 0)
    ZEND_ARG_TYPE_INFO(0, kind, IS_STRING, 0)
    ZEND_ARG_TYPE_INFO(0, handle, IS_OBJECT, 0)
ZEND_END_ARG_INFO()
ZEND_METHOD(Extension, free)
{
    zend_string *name;
    zend_object *object;
    ZEND_PARSE_PARAMETERS_START(2, 2)
        Z_PARAM_STR(name)
        Z_PARAM_OBJ_OF_CLASS(object, holder_class)
    ZEND_PARSE_PARAMETERS_END();
    holder_release(holder_of(object));
}

#define METHOD(name, arginfo) ZEND_ME(Extension, name, arginfo, ZEND_ACC_PUBLIC)
static const zend_function_entry methods[] = {
    METHOD(version, arginfo_version)
    METHOD(status, arginfo_status)
    METHOD(secretKey, arginfo_key)
    METHOD(privateKey, arginfo_key)
    METHOD(publicKey, arginfo_key)
    METHOD(generate, arginfo_generate)
    METHOD(publicKeyOf, arginfo_publicKeyOf)
    METHOD(curve, arginfo_curve)
    METHOD(pem, arginfo_pem)
    METHOD(signer, arginfo_signer)
    METHOD(verifier, arginfo_verifier)
    METHOD(genSig, arginfo_genSig)
    METHOD(genPrivateMapKey, arginfo_genPrivateMapKey)
    METHOD(genSigBatch, arginfo_genSigBatch)
    METHOD(verify, arginfo_verify)
    METHOD(inspect, arginfo_inspect)
    METHOD(freshness, arginfo_freshness)
    METHOD(free, arginfo_free)
    ZEND_FE_END
};

/* Keeps arguments that are secret, or name somebody, out of stack traces; PHP 8.1 has no such mark. */
static void mark_sensitive(zend_class_entry *class)
{
#if PHP_VERSION_ID >= 80200
    static const struct { const char *method; uint32_t parameter; } sensitive[] = {
        { "secretkey", 0 }, { "privatekey", 0 }, { "publickey", 0 }, { "gensig", 1 }, { "gensig", 2 },
        { "genprivatemapkey", 1 }, { "genprivatemapkey", 3 }, { "genprivatemapkey", 5 },
        { "gensigbatch", 1 }, { "gensigbatch", 3 }, { "verify", 1 }, { "verify", 2 }, { "verify", 4 }, { "inspect", 0 },
    };
    for (size_t i = 0; i < sizeof sensitive / sizeof *sensitive; i++) {
        zend_function *method = zend_hash_str_find_ptr(&class->function_table, sensitive[i].method, strlen(sensitive[i].method));
        zend_add_parameter_attribute(method, sensitive[i].parameter, zend_ce_sensitive_parameter->name, 0);
    }
#else
    (void)class;
#endif
}

PHP_MINIT_FUNCTION(usersig)
{
    zend_class_entry class;
    zend_class_entry *extension;
    (void)type;
    (void)module_number;
    INIT_CLASS_ENTRY(class, "UserSig\\Native\\Pointer", NULL);
    holder_class = zend_register_internal_class(&class);
    holder_class->create_object = holder_create;
    holder_class->ce_flags |= ZEND_ACC_FINAL | ZEND_ACC_NO_DYNAMIC_PROPERTIES | ZEND_ACC_NOT_SERIALIZABLE;
    memcpy(&holder_handlers, &std_object_handlers, sizeof holder_handlers);
    holder_handlers.offset = offsetof(holder, object);
    holder_handlers.free_obj = holder_free;
    holder_handlers.clone_obj = NULL;
    INIT_CLASS_ENTRY(class, "UserSig\\Native\\Extension", methods);
    extension = zend_register_internal_class(&class);
    extension->ce_flags |= ZEND_ACC_FINAL | ZEND_ACC_NO_DYNAMIC_PROPERTIES | ZEND_ACC_NOT_SERIALIZABLE;
    mark_sensitive(extension);
    return SUCCESS;
}

PHP_MINFO_FUNCTION(usersig)
{
    (void)zend_module;
    php_info_print_table_start();
    php_info_print_table_row(2, "usersig", usersig_version());
    php_info_print_table_end();
}

zend_module_entry usersig_module_entry = {
    STANDARD_MODULE_HEADER, "usersig", NULL, PHP_MINIT(usersig), NULL, NULL, NULL, PHP_MINFO(usersig), USERSIG_VERSION,
    STANDARD_MODULE_PROPERTIES
};

#ifdef COMPILE_DL_USERSIG
ZEND_GET_MODULE(usersig)
#endif
