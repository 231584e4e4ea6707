/*
 * layout_judge --target T --cc gcc|clang [--seed N] [--count N] [--batch N] [--as document]
 * layout_judge --target T --cc gcc|clang --file preprocessed.i [--command 'CC FLAGS']
 * layout_judge --all [--seed N] [--count N]        every judge that is installed
 *
 * Lays out random types, or those of a preprocessed header, and has a compiler confirm each. With `--as document` the
 * library follows the document's reading, which must agree with the platform's own compiler.
 */
#include "judge.h"

#include <stdlib.h>
#include <string.h>

#define GCC .cc = "gcc", .reading = CCONV_AS_GCC, .is_gcc = true
#define CLANG .cc = "clang", .reading = CCONV_AS_CLANG
#define OTHER .is_other = true, .is_linux = true, .is_64 = true, .long_bits = 64
#define CLANG_FOR(triple) "clang-19 -std=gnu17 -ferror-limit=0 --target=" triple

const struct judge judges[] = {
    {.target = "x86_64-linux-gnu", GCC, .is_own = true, .command = "gcc -std=gnu17", .is_linux = true, .is_64 = true, .long_bits = 64},
    {.target = "x86_64-linux-gnu", CLANG, .command = CLANG_FOR("x86_64-linux-gnu"), .is_linux = true, .is_64 = true, .long_bits = 64},
    {.target = "x86_64-linux-gnux32", GCC, .is_own = true, .command = "gcc -mx32 -std=gnu17", .is_linux = true,
     .is_64 = true, .long_bits = 32},
    {.target = "x86_64-linux-gnux32", CLANG, .command = CLANG_FOR("x86_64-linux-gnux32"), .is_linux = true,
     .is_64 = true, .long_bits = 32},
    {.target = "x86_64-windows-gnu",
     GCC,
     .is_own = true,
     .command = "x86_64-w64-mingw32-gcc -std=gnu17",
     .is_windows = true,
     .is_64 = true, .long_bits = 32},
    {.target = "x86_64-windows-gnu",
     CLANG,
     .command = CLANG_FOR("x86_64-w64-mingw32"),
     .is_windows = true,
     .is_64 = true, .long_bits = 32},
    {.target = "x86_64-windows-msvc",
     CLANG,
     .is_own = true,
     .command = CLANG_FOR("x86_64-pc-windows-msvc"),
     .is_windows = true,
     .is_msvc = true,
     .is_64 = true, .long_bits = 32},
    {.target = "x86_64-macos", CLANG, .is_own = true, .command = CLANG_FOR("x86_64-apple-macos14"), .is_64 = true, .long_bits = 64},
    {.target = "i686-linux-gnu", GCC, .is_own = true, .command = "i686-linux-gnu-gcc -std=gnu17 -msse2", .is_linux = true,
     .long_bits = 32},
    {.target = "i686-linux-gnu", CLANG, .command = CLANG_FOR("i686-linux-gnu -msse2"), .is_linux = true, .long_bits = 32},
    {.target = "i686-windows-gnu", GCC, .is_own = true, .command = "i686-w64-mingw32-gcc -std=gnu17 -msse2",
     .is_windows = true, .long_bits = 32},
    {.target = "i686-windows-gnu", CLANG, .command = CLANG_FOR("i686-w64-mingw32 -msse2"), .is_windows = true,
     .long_bits = 32},
    {.target = "i686-windows-msvc", CLANG, .is_own = true, .command = CLANG_FOR("i686-pc-windows-msvc -msse2"),
     .is_windows = true, .is_msvc = true, .long_bits = 32},
    {.target = "i686-macos", CLANG, .is_own = true, .command = CLANG_FOR("i386-apple-macos10.13"), .long_bits = 32},
    {.target = "aarch64-linux-gnu",
     GCC,
     .is_own = true,
     .command = "aarch64-linux-gnu-gcc -std=gnu17",
     .is_arm = true,
     .is_linux = true,
     .is_64 = true, .long_bits = 64},
    {.target = "aarch64-linux-gnu",
     CLANG,
     .command = CLANG_FOR("aarch64-linux-gnu"),
     .is_arm = true,
     .is_linux = true,
     .is_64 = true, .long_bits = 64},
    {.target = "aarch64-macos",
     CLANG,
     .is_own = true,
     .command = CLANG_FOR("arm64-apple-macos14"),
     .is_arm = true,
     .is_64 = true, .long_bits = 64},
    {.target = "aarch64-windows-msvc",
     CLANG,
     .is_own = true,
     .command = CLANG_FOR("aarch64-pc-windows-msvc"),
     .is_arm = true,
     .is_windows = true,
     .is_msvc = true,
     .is_64 = true, .long_bits = 32},
    {.target = "arm-linux-gnueabihf",
     GCC,
     .is_own = true,
     .command = "arm-linux-gnueabihf-gcc -mfp16-format=ieee -std=gnu17",
     .is_arm = true,
     .is_linux = true,
     .long_bits = 32},
    {.target = "arm-linux-gnueabihf",
     CLANG,
     .command = CLANG_FOR("arm-linux-gnueabihf"),
     .is_arm = true,
     .is_linux = true,
     .long_bits = 32},
    {.target = "arm-linux-gnueabi",
     GCC,
     .is_own = true,
     .command = "arm-linux-gnueabi-gcc -mfp16-format=ieee -std=gnu17",
     .is_arm = true,
     .is_linux = true,
     .long_bits = 32},
    {.target = "arm-linux-gnueabi",
     CLANG,
     .command = CLANG_FOR("arm-linux-gnueabi -march=armv7-a -mfloat-abi=softfp"),
     .is_arm = true,
     .is_linux = true,
     .long_bits = 32},
    {.target = "arm-linux-gnu",
     GCC,
     .is_own = true,
     .command = "arm-linux-gnueabi-gcc -mabi=apcs-gnu -mfp16-format=ieee -std=gnu17",
     .is_arm = true,
     .is_linux = true,
     .long_bits = 32},
    {.target = "arm-linux-gnu",
     CLANG,
     .command = CLANG_FOR("arm-linux-gnueabi -mabi=apcs-gnu -march=armv7-a -mfloat-abi=softfp"),
     .is_arm = true,
     .is_linux = true,
     .long_bits = 32},
    {.target = "armv7-windows-msvc",
     CLANG,
     .is_own = true,
     .command = CLANG_FOR("armv7-pc-windows-msvc"),
     .is_arm = true,
     .is_windows = true,
     .is_msvc = true,
     .long_bits = 32},
    {.target = "powerpc64le-linux-gnu", GCC, .is_own = true, .command = "powerpc64le-linux-gnu-gcc -std=gnu17", OTHER, .has_decimal = true},
    {.target = "powerpc64le-linux-gnu", CLANG, .command = CLANG_FOR("powerpc64le-linux-gnu"), OTHER},
    {.target = "s390x-linux-gnu", GCC, .is_own = true, .command = "s390x-linux-gnu-gcc -std=gnu17", OTHER, .has_decimal = true},
    {.target = "s390x-linux-gnu", CLANG, .command = CLANG_FOR("s390x-linux-gnu"), OTHER},
    {.target = "mips64el-linux-gnuabi64", GCC, .is_own = true, .command = "mips64el-linux-gnuabi64-gcc -std=gnu17", OTHER},
    {.target = "mips64el-linux-gnuabi64", CLANG, .command = CLANG_FOR("mips64el-linux-gnuabi64"), OTHER},
    {.target = "loongarch64-linux-gnu", CLANG, .is_own = true, .command = CLANG_FOR("loongarch64-linux-gnu"), OTHER},
    {.target = "riscv64-linux-gnu",
     GCC,
     .is_own = true,
     .command = "riscv64-linux-gnu-gcc -std=gnu17",
     OTHER},
    {.target = "riscv64-linux-gnu",
     CLANG,
     .command = CLANG_FOR("riscv64-linux-gnu"),
     OTHER},
    {.target = "riscv32-linux-gnu",
     GCC,
     .is_own = true,
     .command = "riscv64-unknown-elf-gcc -march=rv32gc -mabi=ilp32d -std=gnu17",
     .is_other = true,
     .is_linux = true,
     .long_bits = 32},
    {.target = "riscv32-linux-gnu",
     CLANG,
     .command = CLANG_FOR("riscv32-linux-gnu"),
     .is_other = true,
     .is_linux = true,
     .long_bits = 32},
};
const size_t judge_count = sizeof judges / sizeof judges[0];

struct options {
    const char *target, *cc, *file, *command;
    uint64_t seed;
    unsigned count, batch;
    bool all, document;
};

static bool is_installed(const struct judge *judge)
{
    char line[300], word[100];
    snprintf(word, sizeof word, "%s", judge->command);
    *strchr(word, ' ') = '\0';
    snprintf(line, sizeof line, "command -v %s >/dev/null 2>&1", word);
    return system(line) == 0;
}

static void add(struct verdict *to, struct verdict v)
{
    to->types += v.types;
    to->asserts += v.asserts;
    to->bit_fields += v.bit_fields;
    to->mismatches += v.mismatches;
    to->broken |= v.broken;
}

static struct verdict run_random(const struct judge *judge, const struct options *o)
{
    struct verdict total = {0};
    cconv_reading reading = o->document ? CCONV_AS_DOCUMENT : judge->reading;
    for (unsigned done = 0; done < o->count; done += o->batch) {
        char *text = NULL;
        size_t length = 0;
        FILE *out = open_memstream(&text, &length);
        uint64_t seed = o->seed + UINT64_C(1000003) * done;
        unsigned count = o->count - done < o->batch ? o->count - done : o->batch;
        if (!out) {
            total.broken = true;
            break;
        }
        generate(out, judge, seed, count);
        fclose(out);
        struct verdict v = confirm(judge, reading, text, length, o->command);
        if (v.broken || v.mismatches)
            fprintf(stderr, "%s, %s: again with --target %s --cc %s --seed %llu --count %u%s\n", judge->target,
                    judge->cc, judge->target, judge->cc, (unsigned long long)seed, count,
                    o->document ? " --as document" : "");
        add(&total, v);
        free(text);
    }
    return total;
}

static struct verdict run_file(const struct judge *judge, const struct options *o)
{
    struct verdict broken = {.broken = true};
    FILE *file = fopen(o->file, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) {
        perror(o->file);
        return broken;
    }
    size_t size = (size_t)ftell(file);
    rewind(file);
    char *text = malloc(size + 1);
    if (!text || fread(text, 1, size, file) != size) {
        fprintf(stderr, "%s: cannot be read\n", o->file);
        fclose(file);
        free(text);
        return broken;
    }
    fclose(file);
    struct verdict v = confirm(judge, o->document ? CCONV_AS_DOCUMENT : judge->reading, text, size, o->command);
    free(text);
    return v;
}

static bool read_options(struct options *o, int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        const char *name = argv[i], *value = i + 1 < argc ? argv[i + 1] : NULL;
        if (!strcmp(name, "--all")) {
            o->all = true;
            continue;
        }
        if (!value)
            return false;
        i++;
        if (!strcmp(name, "--target"))
            o->target = value;
        else if (!strcmp(name, "--cc"))
            o->cc = value;
        else if (!strcmp(name, "--file"))
            o->file = value;
        else if (!strcmp(name, "--command"))
            o->command = value;
        else if (!strcmp(name, "--seed"))
            o->seed = strtoull(value, NULL, 0);
        else if (!strcmp(name, "--count"))
            o->count = (unsigned)strtoul(value, NULL, 0);
        else if (!strcmp(name, "--batch"))
            o->batch = (unsigned)strtoul(value, NULL, 0);
        else if (!strcmp(name, "--as"))
            o->document = !strcmp(value, "document");
        else
            return false;
    }
    return o->all || (o->target && o->cc);
}

int main(int argc, char **argv)
{
    struct options o = {.seed = 1, .count = 2000, .batch = 1000};
    unsigned passed = 0, failed = 0, skipped = 0, found = 0;
    if (!read_options(&o, argc, argv) || o.batch == 0) {
        fprintf(stderr, "usage: layout_judge --all | --target T --cc gcc|clang [--seed N] [--count N] [--batch N]\n"
                        "                    [--as document] [--file preprocessed.i] [--command 'CC FLAGS']\n");
        return 2;
    }
    const cconv_target *target = o.target ? cconv_target_find(o.target) : NULL;
    for (size_t i = 0; i < judge_count; i++) {
        const struct judge *judge = &judges[i];
        if (!o.all && (strcmp(o.cc, judge->cc) != 0 || cconv_target_find(judge->target) != target))
            continue;
        if (o.all && o.document && !judge->is_own)
            continue;
        found++;
        if (!is_installed(judge)) {
            printf("%s, %s: not installed\n", judge->target, judge->cc);
            skipped += o.file ? 1 : o.count;
            continue;
        }
        struct verdict v = o.file ? run_file(judge, &o) : run_random(judge, &o);
        printf("%s, %s: %u types, %u assertions, %u bit-fields, %u mismatches%s\n", judge->target, judge->cc, v.types,
               v.asserts, v.bit_fields, v.mismatches, v.broken ? ", BROKEN" : "");
        unsigned bad = v.mismatches + v.broken;
        failed += bad;
        passed += v.types > bad ? v.types - bad : 0;
    }
    if (found == 0) {
        fprintf(stderr, "no such judge: %s with %s\n", o.target ? o.target : "?", o.cc ? o.cc : "?");
        return 2;
    }
    printf("%u passed, %u failed, %u skipped\n", passed, failed, skipped);
    return failed != 0;
}
