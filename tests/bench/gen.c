// gen.c - the workload's input, generated bit for bit.
//
//   cc -O2 -o gen gen.c
//   ./gen FILE [EVENTS=1000000] [CUSTOMERS=100000] [SEED=1]
//
// Writes CUSTOMERS `identify` lines and then EVENTS `track` lines, in the order of their
// timestamps, as Segment-spec JSON lines. PRNG: splitmix64, one stream for profiles and one for
// events. All arithmetic is integer; no libc rand, no floats, no clock.
// FILE may be `-` (standard output).
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define T0 1750000000u /* 2025-06-15T15:06:40Z */
#define SPAN 604800u   /* seven days */

static const char *const types[20] = {
    "page_view",      "search",    "product_view", "cart_add",    "cart_remove",
    "checkout_start", "purchase",  "refund",       "signup",      "login",
    "app_open",       "app_close", "email_open",   "email_click", "push_open",
    "support_ticket", "review",    "wishlist_add", "plan_change", "unsubscribe_click"};
static const int weights[20] = {13, 6, 9, 4, 2, 2, 2, 1, 1, 4,
                                5,  4, 3, 2, 1, 1, 1, 1, 1, 1}; /* 64 */
static const char *const categories[16] = {
    "shoes", "shirts", "jackets", "dresses", "bags",    "watches", "phones", "laptops",
    "games", "books",  "toys",    "garden",  "kitchen", "sports",  "beauty", "sale"};
static const char *const sources[6] = {"web", "ios", "android", "email", "store", "api"};
static const char *const countries[20] = {"NO", "SE", "DK", "FI", "DE", "FR", "GB",
                                          "US", "CA", "ES", "IT", "NL", "BE", "PL",
                                          "PT", "IE", "AT", "CH", "JP", "AU"};
static const char *const plans[4] = {"free", "basic", "pro", "team"};

static uint64_t state;

static uint64_t mix(uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
}
static uint64_t next(void) {
    return mix(state += 0x9E3779B97F4A7C15ull);
}
static uint32_t below(uint32_t n) {
    return (uint32_t)((next() >> 32) * (uint64_t)n >> 32);
}
static const char *truth(int b) {
    return b ? "true" : "false";
}

static const char *stamp(uint32_t t) { /* RFC 3339, whole seconds, UTC */
    static char text[32];
    static uint32_t last;
    if (t != last) {
        time_t x = (time_t)t;
        struct tm tm;
        gmtime_r(&x, &tm);
        strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &tm);
        last = t;
    }
    return text;
}

static void profiles(FILE *f, uint32_t customers) {
    for (uint32_t i = 0; i < customers; i++) {
        uint32_t country = below(20), plan = below(4), age = 16 + below(65), ltv = below(200000);
        int email = below(100) < 80, push = below(100) < 50, sms = below(100) < 30,
            vip = below(10) == 0;
        fprintf(
            f,
            "{\"type\":\"identify\",\"messageId\":\"p%u\",\"userId\":\"c%u\",\"timestamp\":\"%s\","
            "\"traits\":{\"country\":\"%s\",\"plan\":\"%s\",\"age\":%u,\"ltv\":%u.%02u,"
            "\"consent_email\":%s,\"consent_push\":%s,\"consent_sms\":%s,\"vip\":%s}}\n",
            i, i, stamp(T0 - 1), countries[country], plans[plan], age, ltv / 100, ltv % 100,
            truth(email), truth(push), truth(sms), truth(vip));
    }
}

static void events(FILE *f, uint32_t count, uint32_t customers) {
    uint8_t pick[64];
    int n = 0;
    for (int i = 0; i < 20; i++)
        for (int k = 0; k < weights[i]; k++)
            pick[n++] = (uint8_t)i;
    uint32_t few = customers >= 10 ? customers / 10 : 1;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t t = T0 + (uint32_t)((uint64_t)i * SPAN / count);
        uint32_t who =
            below(2) ? below(few) : below(customers); /* a tenth makes half of the traffic */
        uint32_t type = pick[below(64)], price = below(50000), qty = 1 + below(9);
        uint32_t category = below(16), source = below(6);
        int has_returning = below(4) != 0, has_score = below(2) != 0;
        uint32_t returning = below(2), score = below(100);
        fprintf(f,
                "{\"type\":\"track\",\"messageId\":\"e%u\",\"userId\":\"c%u\",\"event\":\"%s\","
                "\"timestamp\":\"%s\",\"properties\":{\"price\":%u.%02u,\"qty\":%u,\"category\":"
                "\"%s\","
                "\"source\":\"%s\"",
                i, who, types[type], stamp(t), price / 100, price % 100, qty, categories[category],
                sources[source]);
        if (has_returning) fprintf(f, ",\"returning\":%s", truth((int)returning));
        if (has_score) fprintf(f, ",\"score\":%u", score);
        fputs("}}\n", f);
    }
}

int main(int argc, char **argv) {
    if (argc < 2) {
        fputs("gen FILE [EVENTS=1000000] [CUSTOMERS=100000] [SEED=1]\n", stderr);
        return 2;
    }
    uint32_t count = argc > 2 ? (uint32_t)strtoul(argv[2], 0, 10) : 1000000;
    uint32_t customers = argc > 3 ? (uint32_t)strtoul(argv[3], 0, 10) : 100000;
    uint64_t seed = argc > 4 ? strtoull(argv[4], 0, 10) : 1;
    FILE *f = strcmp(argv[1], "-") ? fopen(argv[1], "wb") : stdout;
    if (!f) {
        perror(argv[1]);
        return 1;
    }
    setvbuf(f, 0, _IOFBF, 1 << 20);
    state = mix(seed * 2);
    profiles(f, customers);
    state = mix(seed * 2 + 1);
    events(f, count, customers);
    if (fclose(f)) {
        perror(argv[1]);
        return 1;
    }
    return 0;
}
