/* Links a compiled batch with the runtime and runs it: natively, under qemu or under wine. */
#include "conform.h"

#include <stdlib.h>
#include <string.h>

/* The numbers of a record that the target wrote; registers stay as its memory holds them. */
static void turn_numbers(struct record *record)
{
    uint32_t *const words[] = {&record->magic, &record->kind, &record->index, &record->job, &record->x87_tags,
                               &record->window_size};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        *words[i] = __builtin_bswap32(*words[i]);
    record->sp = __builtin_bswap64(record->sp);
    record->sret = __builtin_bswap64(record->sret);
}

static bool read_record(FILE *in, bool big_endian, struct record *record)
{
    if (fread(record, sizeof *record, 1, in) != 1)
        return false;
    if (big_endian)
        turn_numbers(record);
    return record->magic == RECORD_MAGIC;
}

/* Reads what was written before the program ended or broke off. */
static unsigned read_records(const char *path, bool big_endian, unsigned next, record_handler *found, void *user)
{
    FILE *in = fopen(path, "rb");
    if (!in)
        return next;
    struct record record;
    uint8_t *window = malloc(RECORD_WINDOW);
    while (window && read_record(in, big_endian, &record)
           && record.window_size <= RECORD_WINDOW && fread(window, 1, record.window_size, in) == record.window_size) {
        found(user, &record, window);
        next = record.job + 1;
    }
    free(window);
    fclose(in);
    return next;
}

/* With libatomic, which clang calls to convert a wide number to an _Atomic one; position-independent where the compiler's
   objects allow it; by the compilers themselves where they need their own library. */
static bool link_program(const struct judge *judge, const char *objects, const char *log)
{
    char command[4096];
    snprintf(command, sizeof command,
             "cd '%s' && for object in %s; do %s $object; done; %s -w -c jobs.c -o jobs.o &&"
             " for how in '%s' '%s -no-pie' '%s' '%s'; do for library in -latomic ''; do"
             " $how main.o capture.o jobs.o %s -o program.exe $library && exit 0; done; done; exit 1",
             judge->directory, objects, judge->convert ? judge->convert : ":", judge->link, judge->link, judge->link,
             judge->command, judge->callee ? judge->callee->command : judge->command, objects);
    return run_command(command, log, 60) == 0;
}

int run_native(const struct judge *judge, const char *objects, unsigned first_job, record_handler *found, void *user,
               unsigned *next_job)
{
    char command[2048], log[512], records[512];
    snprintf(log, sizeof log, "%s/run.log", judge->directory);
    snprintf(records, sizeof records, "%s/records", judge->directory);
    *next_job = first_job;
    if (!first_job && !link_program(judge, objects, log))
        return RUN_NOT_LINKED;
    remove(records);
    snprintf(command, sizeof command, "cd '%s' && %s ./program.exe records %u", judge->directory, judge->execute,
             first_job);
    int status = run_command(command, log, judge->run_seconds);
    *next_job = read_records(records, cconv_target_is_big_endian(judge->target), first_job, found, user);
    return status;
}
