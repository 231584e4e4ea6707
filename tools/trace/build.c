/* C and assembly to an object, by the user's compiler or assembler. */
#include "trace.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum kind { KIND_OBJECT, KIND_C, KIND_ASSEMBLY, KIND_NASM, KIND_MASM };

static enum kind kind_of(const char *path)
{
    static const struct { const char *ending; enum kind kind; } kinds[] = {
        {".c", KIND_C}, {".i", KIND_C}, {".s", KIND_ASSEMBLY}, {".S", KIND_ASSEMBLY}, {".nasm", KIND_NASM}, {".asm", KIND_MASM}, {".masm", KIND_MASM}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t length = strlen(path), ending = strlen(kinds[i].ending);
        if (length > ending && !strcmp(path + length - ending, kinds[i].ending))
            return kinds[i].kind;
    }
    return KIND_OBJECT;
}

/* Runs the words; standard output to a file where it is not NULL. The exit status; -1 if it could not be run. */
static int run(char *const *words, const char *output)
{
    pid_t child = fork();
    if (child == 0) {
        int file = output ? open(output, O_WRONLY | O_CREAT | O_TRUNC, 0666) : -1;
        if (output && (file < 0 || dup2(file, STDOUT_FILENO) < 0))
            _exit(127);
        execvp(words[0], words);
        fprintf(stderr, "callconv trace: cannot run '%s': %s\n", words[0], strerror(errno));
        _exit(127);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) < 0)
        return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

struct words { char *at[200]; size_t count; };

static void add(struct words *words, const char *text)
{
    if (words->count + 1 < sizeof words->at / sizeof *words->at)
        words->at[words->count++] = take_text(text);
}

/* A command with its flags in one string, split at spaces. */
static void add_command(struct words *words, const char *command)
{
    char *copy = take_text(command), *rest = copy;
    for (char *word; (word = strtok_r(rest, " ", &rest)) != NULL;)
        add(words, word);
    free(copy);
}

static void free_words(struct words *words)
{
    for (size_t i = 0; i < words->count; i++)
        free(words->at[i]);
}

/* The compiler, its flags, and what is asked of it. */
static int compile(const struct options *options, const char *const *asked, const char *output)
{
    struct words words = {.count = 0};
    add_command(&words, options->cc ? options->cc : "cc");
    for (size_t i = 0; i < options->flags.count; i++)
        add(&words, options->flags.at[i]);
    for (; *asked; asked++)
        add(&words, *asked);
    int status = run(words.at, output);
    free_words(&words);
    return status;
}

/* The file's text is added to what was read already. */
static bool read_text(char **text, size_t *length, const char *path)
{
    FILE *in = fopen(path, "rb");
    size_t got = in != NULL;
    while (got) {
        *text = take(*text, *length, *length + 65536);
        got = fread(*text + *length, 1, 65536, in);
        *length += got;
    }
    if (in)
        fclose(in);
    return in != NULL;
}

static int build_c(const struct options *options, struct built *out)
{
    char *text = take_format("%s/text.i", out->scratch);
    const char *const asked[] = {"-g", "-fno-stack-protector", "-c", options->file, "-o", out->object, NULL};
    const char *const preprocess[] = {"-E", options->file, NULL};
    int status = compile(options, asked, NULL);
    if (status == 0 && compile(options, preprocess, text) == 0)
        read_text(&out->text, &out->text_length, text);
    free(text);
    return status == 0 ? EXIT_FINE : EXIT_ERROR;
}

/* NASM makes objects of one format a run: what a flag asks for, or the convention's platform. */
static void add_nasm(struct words *words, const struct options *options)
{
    const cconv_convention *convention = options->abi ? cconv_convention_find(options->abi, NULL) : NULL;
    bool windows = convention && strstr(cconv_target_name(cconv_convention_target(convention)), "windows"), asked = false;
    add(words, "nasm");
    for (size_t i = 0; i < options->flags.count; i++) {
        add(words, options->flags.at[i]);
        asked = asked || !strncmp(options->flags.at[i], "-f", 2);
        windows = windows || !strncmp(options->flags.at[i], "-fwin", 5);
    }
    if (!asked) {
        char *format = take_format("-f%s%d", windows ? "win" : "elf", convention && cconv_convention_arch(convention) == CCONV_ARCH_X86 ? 32 : 64);
        add(words, format);
        free(format);
    }
    if (!windows) /* of its formats DWARF goes with ELF alone */
        add_command(words, "-g -F dwarf");
}

static void add_masm(struct words *words, const struct options *options)
{
    add_command(words, "llvm-ml-19 -m64 /c");
    for (size_t i = 0; i < options->flags.count; i++)
        add(words, options->flags.at[i]);
}

static int build_assembly(const struct options *options, enum kind kind, struct built *out)
{
    const char *const gnu[] = {"-g", "-c", options->file, "-o", out->object, NULL};
    if (kind == KIND_ASSEMBLY)
        return compile(options, gnu, NULL) == 0 ? EXIT_FINE : EXIT_ERROR;
    struct words words = {.count = 0};
    if (kind == KIND_NASM)
        add_nasm(&words, options);
    else
        add_masm(&words, options);
    add(&words, options->file);
    add(&words, kind == KIND_NASM ? "-o" : "/Fo");
    add(&words, out->object);
    int status = run(words.at, NULL);
    free_words(&words);
    return status == 0 ? EXIT_FINE : EXIT_ERROR;
}

static bool make_scratch(struct built *out)
{
    const char *directory = getenv("TMPDIR");
    out->scratch = take_format("%s/callconv-trace-XXXXXX", directory && *directory ? directory : "/tmp");
    if (mkdtemp(out->scratch))
        return true;
    complain("%s: %s", out->scratch, strerror(errno));
    free(out->scratch);
    out->scratch = NULL;
    return false;
}

/* "stdio.h", "<stdio.h>", or a file. */
static void put_include(FILE *out, const char *header)
{
    bool is_marked = *header == '<' || *header == '"';
    char *whole = is_marked ? NULL : realpath(header, NULL);
    fprintf(out, is_marked ? "#include %s\n" : whole ? "#include \"%s\"\n" : "#include <%s>\n", whole ? whole : header);
    free(whole);
}

/* The headers of --header through the compiler's preprocessor. */
static int read_headers(const struct options *options, struct built *out)
{
    if (!out->scratch && !make_scratch(out))
        return EXIT_ERROR;
    char *source = take_format("%s/headers.c", out->scratch), *text = take_format("%s/text.i", out->scratch);
    const char *const asked[] = {"-E", source, NULL};
    FILE *file = fopen(source, "w");
    for (size_t i = 0; file && i < options->headers.count; i++)
        put_include(file, options->headers.at[i]);
    bool good = file && !fclose(file) && compile(options, asked, text) == 0 && read_text(&out->headers, &out->headers_length, text);
    unlink(source);
    free(source);
    free(text);
    return good ? EXIT_FINE : EXIT_ERROR;
}

static int build_object(const struct options *options, struct built *out)
{
    enum kind kind = kind_of(options->file);
    if (access(options->file, R_OK)) {
        complain("%s: %s", options->file, strerror(errno));
        return EXIT_ERROR;
    }
    if (kind == KIND_OBJECT) {
        out->object = take_text(options->file);
        return EXIT_FINE;
    }
    if (!make_scratch(out))
        return EXIT_ERROR;
    out->object = take_format("%s/traced.o", out->scratch);
    out->is_made = true;
    out->is_assembly = kind != KIND_C;
    return kind == KIND_C ? build_c(options, out) : build_assembly(options, kind, out);
}

int build(const struct options *options, struct built *out)
{
    *out = (struct built){0};
    int status = build_object(options, out);
    return status == EXIT_FINE && options->headers.count ? read_headers(options, out) : status;
}

void built_remove(struct built *built)
{
    if (built->scratch) {
        char *text = take_format("%s/text.i", built->scratch);
        unlink(text);
        if (built->is_made)
            unlink(built->object);
        rmdir(built->scratch);
        free(text);
    }
    free(built->scratch);
    free(built->object);
    free(built->text);
    free(built->headers);
    *built = (struct built){0};
}
