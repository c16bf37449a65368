// What `wend inspect` shows.
#include "tests/unit/assemble.h"
#include "tests/unit/test.h"

static char *described(bool with_code) {
    WBundleBuilder builder = {0};
    build_shop(&builder);
    WBundle *bundle = bundle_open(&builder);
    CHECK(bundle);
    WBuffer out = {0};
    w_bundle_describe(bundle, with_code, &out);
    w_buffer_char(&out, '\0');
    w_bundle_close(bundle);
    bundle_builder_free(&builder);
    return out.bytes;
}

static void check_lines(const char *page, const char *const *lines, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (strstr(page, lines[i])) continue;
        fputs(page, stderr);
        test_differs("a page without it, as above", lines[i], __FILE__, __LINE__);
    }
}

#define CHECK_LINES(page, ...)                            \
    check_lines(page, (const char *const[]){__VA_ARGS__}, \
                sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

TEST(describe_says_what_is_in_a_bundle) {
    char *page = described(false);
    CHECK_LINES(page, "project shop \"Shop lifecycle\"\n  timezone Europe/Berlin, locale en",
                "  plan: one of [\"free\", \"pro\"] = \"free\"\n",
                "  purchase as \"Order Completed\", set by function 7\n    total: number (kept)\n",
                "    unread: text (checked, not read)\n    history: 365d, bytes each time: 40\n",
                "  sum(purchase.total where function 2 within 30d)\n",
                "  email: to function 0, consent function 1, accepts personal\n",
                "  hello: promotional, tags spring, sale, contents 0000000000000123\n",
                "    on email \"de\": subject function 12\n",
                "limits\n  promotional to 2 per 24h\n",
                "  promotional when function 3 because \"VIPs are called\"\n");
    CHECK(!strstr(page, "LOAD_EVENT"));
    w_buffer_free(&(WBuffer){.bytes = page});
}

TEST(describe_says_what_a_journey_does) {
    char *page = described(false);
    CHECK_LINES(page, "  welcome \"Welcome\"\n    hash 000000000000002a, priority 50, part of ",
                "    expires 2024-10-04\n    one per total: number, carried by purchase\n    "
                "exclusive in offers\n    enter on purchase where function 4, found by total = 50",
                "    only if function 5 because \"twice is enough\"\n",
                "    reenter after 1d from exit\n    goal purchase where function 6 within 3d",
                "    exit on purchase where function 9\n    exit on goal\n    keeps entry.total",
                "    stage first \"First\" -> 0\n      on click -> 14\n",
                "      wait 0 \"sink in\": for a length, then -> 9\n        on click -> 8\n",
                "      send 1: email receipt, to an address of its own\n",
                "    stage second -> 16\n      wait 0: until an instant, then -> 19\n");
    w_buffer_free(&(WBuffer){.bytes = page});
}

TEST(disassembly_names_what_operands_stand_for) {
    char *page = described(true);
    CHECK_LINES(page, "function 2: condition on past purchase, cost 3\n",
                "      1  JUMP_GT_K        r0  50  -> 3\n",
                "      0  HISTORY          r0  sum(purchase.total where function 2 within 30d)\n",
                "      1  LOAD_VARIABLE    r1  entry.total\n",
                "      1  SET_PROFILE      r0  profile.name\n",
                "function 8: condition for each text",
                "      1  MATCHES          r1  r0  \"^lamp\"\n",
                "      1  EACH_ANY         r1  r0  function 8\n",
                "      4  LOAD_EVENT       r1  event.items\n",
                "      5  SEND             r0  send 0 of first: email hello  -> 13\n",
                "     11  SEND             r0  send 1 of first: email receipt\n",
                "      7  WAIT_FOR         r0  wait 0 of first \"sink in\"\n",
                "     13  EXIT             \"no address\"\n     14  RESUME\n",
                "     19  GO               stage second\n");
    w_buffer_free(&(WBuffer){.bytes = page});
}

// Whatever the machine: a digest of the whole page would only say that something changed.
TEST(describe_is_the_same_every_time) {
    char *first = described(true), *second = described(true);
    CHECK_STR(first, second);
    w_buffer_free(&(WBuffer){.bytes = first});
    w_buffer_free(&(WBuffer){.bytes = second});
}
