/* Links a compiled batch with the runtime and runs it: natively, under qemu or under wine. */
#include "conform.h"

#include <stdlib.h>
#include <string.h>

/* Reads what was written before the program ended or broke off. */
static unsigned read_records(const char *path, unsigned next, record_handler *found, void *user)
{
    FILE *in = fopen(path, "rb");
    if (!in)
        return next;
    struct record record;
    uint8_t *window = malloc(RECORD_WINDOW);
    while (window && fread(&record, sizeof record, 1, in) == 1 && record.magic == RECORD_MAGIC
           && record.window_size <= RECORD_WINDOW && fread(window, 1, record.window_size, in) == record.window_size) {
        found(user, &record, window);
        next = record.job + 1;
    }
    free(window);
    fclose(in);
    return next;
}

/* With libatomic, which clang calls to convert a wide number to an _Atomic one; position-independent where the compiler's
   objects allow it; by the compiler itself where they need its own library. */
static bool link_program(const struct judge *judge, const char *objects, const char *log)
{
    char command[4096];
    snprintf(command, sizeof command,
             "cd '%s' && for object in %s; do %s $object; done; %s -w -c jobs.c -o jobs.o &&"
             " for how in '%s' '%s -no-pie' '%s'; do for library in -latomic ''; do"
             " $how main.o capture.o jobs.o %s -o program.exe $library && exit 0; done; done; exit 1",
             judge->directory, objects, judge->convert ? judge->convert : ":", judge->link, judge->link, judge->link,
             judge->command, objects);
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
    *next_job = read_records(records, first_job, found, user);
    return status;
}
