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

bool run_native(const struct judge *judge, const char *object, unsigned first_job, record_handler *found, void *user,
                unsigned *next_job)
{
    char command[2048], log[512], records[512];
    snprintf(log, sizeof log, "%s/run.log", judge->directory);
    snprintf(records, sizeof records, "%s/records", judge->directory);
    *next_job = first_job;
    if (!first_job) {
        /* Where clang converts a wide number to an _Atomic one, it calls libatomic. */
        snprintf(command, sizeof command,
                 "cd '%s' && %s %s && { %s main.o capture.o %s -o program.exe -latomic || %s main.o capture.o %s -o "
                 "program.exe; }",
                 judge->directory, judge->convert ? judge->convert : ":", object, judge->link, object, judge->link, object);
        if (run_command(command, log, 60))
            return fprintf(stderr, "callconv conform: cannot link, see %s\n", log), false;
    }
    remove(records);
    snprintf(command, sizeof command, "cd '%s' && %s ./program.exe records %u", judge->directory,
             judge->execute, first_job);
    int status = run_command(command, log, judge->run_seconds);
    *next_job = read_records(records, first_job, found, user);
    return status == 0;
}
