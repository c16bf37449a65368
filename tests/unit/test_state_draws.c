// What was drawn for a customer: kept by name, and through bytes.
#include "runtime/state/draws.h"
#include "tests/unit/test.h"

TEST(draws_are_kept_by_name_and_come_back_from_bytes) {
    WDraws draws = {0}, copy = {0};
    for (uint64_t i = 0; i < 100; i++)
        w_draws_keep(&draws, i * UINT64_C(0x9e3779b97f4a7c15), i);
    w_draws_keep(&draws, 0, 7); // drawn anew
    CHECK(draws.count == 100);
    uint64_t way;
    CHECK(w_draws_find(&draws, 0, &way) && way == 7);
    CHECK(w_draws_find(&draws, UINT64_C(0x9e3779b97f4a7c15), &way) && way == 1);
    CHECK(!w_draws_find(&draws, 1, &way));
    WBuffer bytes = {0};
    w_draws_encode(&draws, &bytes);
    WReader in = {(const uint8_t *)bytes.bytes, (const uint8_t *)bytes.bytes + bytes.size, false};
    w_draws_decode(&copy, &in);
    CHECK(!in.failed && in.at == in.end && copy.count == 100);
    for (uint32_t i = 0; i < 100; i++) {
        CHECK(copy.items[i].name == draws.items[i].name);
        CHECK(copy.items[i].way == draws.items[i].way);
    }
    w_draws_free(&copy);
    for (size_t size = 0; size < bytes.size; size++) {
        in = (WReader){(const uint8_t *)bytes.bytes, (const uint8_t *)bytes.bytes + size, false};
        w_draws_decode(&copy, &in);
        CHECK(in.failed);
        w_draws_free(&copy);
    }
    w_buffer_free(&bytes);
    w_draws_free(&draws);
}
