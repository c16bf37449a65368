// Dictionary, logs and seen ids.

#include <stdlib.h>

#include "runtime/base/hash.h"
#include "runtime/state/dictionary.h"
#include "runtime/state/log.h"
#include "runtime/state/seen.h"
#include "tests/unit/test.h"

static WText *make_text(uint32_t number) {
    WText *text = calloc(1, sizeof *text + 16);
    text->size = (uint32_t)snprintf(text->bytes, 16, "text %u", number);
    text->hash = (uint32_t)w_hash64(text->bytes, text->size) & 1023; // many meet in one slot
    return text;
}

// Equal texts are one text, and it goes when nobody holds it any more.
TEST(dictionary_holds_each_text_once) {
    WDictionary dictionary = {0};
    enum { TEXTS = 1000 };
    const WText *held[TEXTS];
    for (int round = 0; round < 3; round++) {
        for (uint32_t i = 0; i < TEXTS; i++) {
            WText *text = make_text(i);
            held[i] = w_dictionary_hold(&dictionary, text);
            CHECK(w_dictionary_hold(&dictionary, text) == held[i]);
            CHECK_STR(held[i]->bytes, text->bytes);
            free(text);
        }
        CHECK(dictionary.used == TEXTS);
        for (uint32_t i = 0; i < TEXTS; i++)
            w_dictionary_release(&dictionary, held[i]);
        CHECK(dictionary.used == TEXTS);
        for (uint32_t i = 0; i < TEXTS; i++)
            w_dictionary_release(&dictionary, held[TEXTS - 1 - i]);
        CHECK(dictionary.used == 0);
    }
    w_dictionary_free(&dictionary);
}

// A late entry is put where its time belongs; among equal times the order of coming is kept.
TEST(log_keeps_the_order_of_time) {
    WLog log = {0};
    w_log_insert(&log, 2, 20)[1] = 1;
    w_log_insert(&log, 2, 10)[1] = 2;
    w_log_insert(&log, 2, 20)[1] = 3;
    w_log_insert(&log, 2, 15)[1] = 4;
    WValue order[4];
    for (int i = 0; i < 4; i++)
        order[i] = log.words[2 * i + 1];
    CHECK(order[0] == 2 && order[1] == 4 && order[2] == 1 && order[3] == 3);
    CHECK(w_log_count_until(&log, 2, 9) == 0);
    CHECK(w_log_count_until(&log, 2, 15) == 2);
    CHECK(w_log_count_until(&log, 2, 20) == 4);
    w_log_drop(&log, 2, 2);
    CHECK(log.count == 2 && log.words[1] == 1);
    w_log_free(&log);
}

// An id is known for as long as it is kept, and not a second longer.
TEST(seen_ids_are_forgotten_in_time) {
    WSeen seen = {0};
    CHECK(!w_seen_before(&seen, 42, 1000000, 60000));
    CHECK(w_seen_before(&seen, 42, 1000000, 60000));
    CHECK(w_seen_before(&seen, 42, 1059999, 60000));
    CHECK(!w_seen_before(&seen, 42, 1060000, 60000));
    CHECK(w_seen_before(&seen, 42, 1119999, 60000));
    w_seen_free(&seen);
}

// Ids of long ago make room for new ones: the table stays as large as what it must know.
TEST(seen_ids_do_not_grow_for_ever) {
    WSeen seen = {0};
    for (int64_t second = 1; second <= 100000; second++) {
        CHECK(!w_seen_before(&seen, (uint64_t)second * 7919, second * 1000, 60000));
    }
    CHECK(seen.room <= 256);
    w_seen_free(&seen);
}

// Encoding does not depend on the order in which ids came, and comes back whole.
TEST(seen_ids_survive_encoding) {
    WSeen a = {0}, b = {0}, c = {0};
    for (uint64_t i = 1; i <= 100; i++)
        w_seen_before(&a, i * 977, 5000, 60000);
    for (uint64_t i = 100; i >= 1; i--)
        w_seen_before(&b, i * 977, 5000, 60000);
    WBuffer x = {0}, y = {0}, z = {0};
    w_seen_encode(&a, &x);
    w_seen_encode(&b, &y);
    CHECK(x.size == y.size && memcmp(x.bytes, y.bytes, x.size) == 0);
    WReader in = {(const uint8_t *)x.bytes, (const uint8_t *)x.bytes + x.size, false};
    CHECK(w_seen_decode(&c, &in));
    w_seen_encode(&c, &z);
    CHECK(x.size == z.size && memcmp(x.bytes, z.bytes, x.size) == 0);
    for (size_t cut = 0; cut < x.size; cut++) {
        WSeen damaged = {0};
        WReader part = {(const uint8_t *)x.bytes, (const uint8_t *)x.bytes + cut, false};
        CHECK(!w_seen_decode(&damaged, &part));
        w_seen_free(&damaged);
    }
    w_seen_free(&a), w_seen_free(&b), w_seen_free(&c);
    w_buffer_free(&x), w_buffer_free(&y), w_buffer_free(&z);
}
