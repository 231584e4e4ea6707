/* Standard output, or the file of -o: opened at the first byte, written in large pieces. */
#include "tool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { OUTPUT_ROOM = 1 << 18 };

static void output_open(struct output *output)
{
    output->data = take(NULL, OUTPUT_ROOM);
    output->descriptor = output->path ? open(output->path, O_WRONLY | O_CREAT | O_TRUNC, 0666) : STDOUT_FILENO;
    if (output->descriptor < 0)
        output->error = errno;
}

static void output_flush(struct output *output)
{
    size_t at = 0;
    while (at < output->length && !output->error) {
        ssize_t written = write(output->descriptor, output->data + at, output->length - at);
        if (written >= 0)
            at += (size_t)written;
        else if (errno != EINTR)
            output->error = errno;
    }
    output->length = 0;
}

int output_write(void *user, const char *bytes, size_t length)
{
    struct output *output = user;
    if (!output->data)
        output_open(output);
    while (length && !output->error) {
        size_t part = OUTPUT_ROOM - output->length;
        if (part > length)
            part = length;
        memcpy(output->data + output->length, bytes, part);
        output->length += part;
        bytes += part;
        length -= part;
        if (output->length == OUTPUT_ROOM)
            output_flush(output);
    }
    return output->error;
}

int output_close(struct output *output)
{
    if (output->data && !output->error)
        output_flush(output);
    if (output->data && output->path && output->descriptor >= 0 && close(output->descriptor) && !output->error)
        output->error = errno;
    free(output->data);
    output->data = NULL;
    if (!output->error)
        return EXIT_FINE;
    if (output->error != EPIPE)
        complain("cannot write %s: %s", output->path ? output->path : "standard output", strerror(output->error));
    return EXIT_ERROR;
}
