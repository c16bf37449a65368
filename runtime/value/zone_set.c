// The zones of a directory by name.
//
// Premise: a name may hold anything; it comes from profiles.
// Promise: nothing outside the directory is opened, and no file twice.
#include <stdio.h>
#include <string.h>

#include "runtime/base/alloc.h"
#include "runtime/base/hash.h"
#include "runtime/value/zone.h"

#define NAME_MAX_BYTES 64
#define FILE_MAX_BYTES 65536

typedef struct Entry {
    uint64_t hash; // of the name
    char *name;
    size_t name_size;
    WZone *zone;
} Entry;

struct WZoneSet {
    char *directory;
    Entry *entries; // open addressing; `room` is a power of two, or 0
    size_t room;
    size_t count;
};

WZoneSet *w_zone_set_new(const char *directory) {
    WZoneSet *set = w_alloc(sizeof *set);
    size_t size = strlen(directory) + 1;
    set->directory = w_alloc(size);
    memcpy(set->directory, directory, size);
    return set;
}

void w_zone_set_free(WZoneSet *set) {
    if (!set) return;
    for (size_t i = 0; i < set->room; i++) {
        w_free(set->entries[i].name);
        w_zone_free(set->entries[i].zone);
    }
    w_free(set->entries);
    w_free(set->directory);
    w_free(set);
}

// The entry of a name, or the free one where it belongs.
static Entry *place(const WZoneSet *set, uint64_t hash, WStr name) {
    for (size_t i = hash & (set->room - 1);; i = (i + 1) & (set->room - 1)) {
        Entry *e = &set->entries[i];
        if (!e->zone) return e;
        if (e->hash == hash && w_str_equal((WStr){e->name, e->name_size}, name)) return e;
    }
}

static void grow(WZoneSet *set) {
    WZoneSet larger = {.room = set->room ? 2 * set->room : 64};
    larger.entries = w_alloc(larger.room * sizeof *larger.entries);
    for (size_t i = 0; i < set->room; i++) {
        Entry *e = &set->entries[i];
        if (e->zone) *place(&larger, e->hash, (WStr){e->name, e->name_size}) = *e;
    }
    w_free(set->entries);
    set->entries = larger.entries;
    set->room = larger.room;
}

static const WZone *insert(WZoneSet *set, WStr name, WZone *zone) {
    if (2 * (set->count + 1) > set->room) grow(set);
    uint64_t hash = w_hash64(name.bytes, name.size);
    Entry *e = place(set, hash, name);
    if (e->zone) { // it may be in use; the first one stays
        w_zone_free(zone);
        return e->zone;
    }
    *e = (Entry){hash, w_alloc(name.size + 1), name.size, zone};
    memcpy(e->name, name.bytes, name.size);
    set->count++;
    return zone;
}

static bool is_name_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '_' || c == '+' || c == '-';
}

// Words with `/` between them. `localtime` and `posixrules` are whatever the machine says, the
// files under `right` count leap seconds and those under `posix` are the same again.
static bool is_zone_name(WStr name) {
    static const char *const not_zones[] = {"localtime", "posixrules", "right/", "posix/"};
    if (name.size == 0 || name.size > NAME_MAX_BYTES) return false;
    for (size_t i = 0; i < name.size; i++) {
        bool between = i > 0 && i + 1 < name.size && name.bytes[i - 1] != '/';
        if (!is_name_char(name.bytes[i]) && !(name.bytes[i] == '/' && between)) return false;
    }
    for (size_t i = 0; i < sizeof not_zones / sizeof *not_zones; i++) {
        WStr not_zone = w_str(not_zones[i]);
        if (name.size >= not_zone.size && memcmp(name.bytes, not_zone.bytes, not_zone.size) == 0)
            return false;
    }
    return true;
}

static WZone *read_file(const char *path) {
    FILE *file = fopen(path, "rbe");
    if (!file) return NULL;
    char *bytes = w_alloc(FILE_MAX_BYTES);
    size_t size = fread(bytes, 1, FILE_MAX_BYTES, file);
    bool whole = !ferror(file) && size < FILE_MAX_BYTES;
    fclose(file);
    WZone *zone = whole ? w_zone_read((WStr){bytes, size}) : NULL;
    w_free(bytes);
    return zone;
}

const WZone *w_zone_set_find(WZoneSet *set, WStr name) {
    if (set->room > 0) {
        Entry *e = place(set, w_hash64(name.bytes, name.size), name);
        if (e->zone) return e->zone;
    }
    if (!is_zone_name(name)) return NULL;
    WBuffer path = {0};
    w_buffer_printf(&path, "%s/%.*s", set->directory, W_STR_ARGS(name));
    w_buffer_char(&path, '\0');
    WZone *zone = read_file(path.bytes);
    w_buffer_free(&path);
    return zone ? insert(set, name, zone) : NULL;
}

bool w_zone_set_add(WZoneSet *set, WStr name, WStr tzif) {
    WZone *zone = w_zone_read(tzif);
    if (zone) insert(set, name, zone);
    return zone != NULL;
}

size_t w_zone_set_count(const WZoneSet *set) {
    return set->count;
}

void w_zone_set_each(const WZoneSet *set, WZoneVisit *visit, void *context) {
    for (size_t i = 0; i < set->room; i++) {
        const Entry *e = &set->entries[i];
        if (e->zone) visit(context, (WStr){e->name, e->name_size}, e->zone);
    }
}
