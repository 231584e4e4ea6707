/*
 * Reads what a demangler prints of a C++ function, and writes the C prototype that is called alike: references are
 * pointers, `this` is a first argument, an enum of Microsoft's is an int. What the name does not tell is not guessed: the
 * size of a class, whether A is a class or a namespace, and, in most Itanium names, the result.
 *
 * Itanium C++ ABI 5.1 (mangling), 2.3 (pointers to members), 3.1 (calling conventions); Microsoft, "Return values" and
 * "x64 calling convention" for the results of member functions.
 */
#include "cxx.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

struct span {
    const char *start, *end;
};

static struct span trim(struct span s)
{
    while (s.start < s.end && isspace((unsigned char)*s.start))
        s.start++;
    while (s.end > s.start && isspace((unsigned char)s.end[-1]))
        s.end--;
    return s;
}

static bool is_word_character(char c)
{
    return isalnum((unsigned char)c) || c == '_' || c == '$';
}

/* Takes the word off the front, where it stands as a word; then what follows is trimmed. */
static bool take_front(struct span *s, const char *word)
{
    size_t length = strlen(word);
    if ((size_t)(s->end - s->start) < length || strncmp(s->start, word, length) != 0)
        return false;
    if (is_word_character(word[length - 1]) && s->start + length < s->end && is_word_character(s->start[length]))
        return false;
    s->start += length;
    *s = trim(*s);
    return true;
}

static bool take_back(struct span *s, const char *word)
{
    size_t length = strlen(word);
    if ((size_t)(s->end - s->start) < length || strncmp(s->end - length, word, length) != 0)
        return false;
    if (is_word_character(word[0]) && s->end - length > s->start && is_word_character(s->end[-(ptrdiff_t)length - 1]))
        return false;
    s->end -= length;
    *s = trim(*s);
    return true;
}

static bool take_any(struct span *s, bool (*take_one)(struct span *, const char *), const char *const *words)
{
    for (; *words; words++)
        if (take_one(s, *words))
            return true;
    return false;
}

/* +1 and -1 at brackets; the > of an arrow is none. */
static int nesting(const char *start, const char *at)
{
    if (strchr("(<[{", *at))
        return 1;
    if (strchr(")]}", *at) || (*at == '>' && !(at > start && at[-1] == '-')))
        return -1;
    return 0;
}

/* The first of the characters outside brackets; NULL. */
static const char *find_outside(struct span s, const char *characters)
{
    int depth = 0;
    for (const char *at = s.start; at < s.end; at++) {
        if (!depth && strchr(characters, *at))
            return at;
        depth += nesting(s.start, at);
    }
    return NULL;
}

/* ----------------------------------------------------------------------- types */

static void put(struct string *out, struct span s)
{
    string_put(out, s.start, (size_t)(s.end - s.start));
}

static const char *const trailing[] = {"const", "volatile", "__restrict", "restrict", "__ptr64", "__ptr32", "__unaligned",
                                       NULL};
static const char *const class_keys[] = {"class", "struct", "union", NULL};

/* Every word of a builtin type, and how C spells it. */
static const char *builtin_word(struct span word)
{
    static const char *const words[][2] = {
        {"bool", "_Bool"}, {"char", "char"}, {"signed", "signed"}, {"unsigned", "unsigned"}, {"short", "short"},
        {"int", "int"}, {"long", "long"}, {"float", "float"}, {"double", "double"}, {"void", "void"},
        {"wchar_t", "wchar_t"}, {"char8_t", "unsigned char"}, {"char16_t", "unsigned short"}, {"char32_t", "unsigned int"},
        {"__int64", "long long"}, {"__int128", "__int128"}, {"__float128", "__float128"}, {"_Float16", "_Float16"},
        {"__bf16", "__bf16"}, {"half", "_Float16"}, {"const", "const"}, {"volatile", "volatile"},
        {"_Complex", "_Complex"}, {"complex", "_Complex"},
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i][0]) == (size_t)(word.end - word.start)
            && !strncmp(words[i][0], word.start, (size_t)(word.end - word.start)))
            return words[i][1];
    return NULL;
}

static bool builtin_to_c(struct span s, struct string *out)
{
    size_t before = out->length;
    while (s.start < s.end) {
        struct span word = {s.start, s.start};
        while (word.end < s.end && !isspace((unsigned char)*word.end))
            word.end++;
        const char *c = builtin_word(word);
        if (!c) {
            out->length = before;
            return false;
        }
        if (out->length > before)
            string_add(out, " ");
        string_add(out, c);
        s.start = word.end;
        s = trim(s);
    }
    return out->length > before;
}

/* "float __vector(4)" (libstdc++), "float vector[4]" (LLVM), "union __m128" (Microsoft). */
static bool vector_to_c(struct span s, struct string *out)
{
    static const char *const marks[] = {" __vector(", " vector["};
    if (take_front(&s, "union") && s.end - s.start > 3 && !strncmp(s.start, "__m", 3) && isdigit((unsigned char)s.start[3])) {
        put(out, s);
        return true;
    }
    for (size_t i = 0; i < 2; i++) {
        char text[128];
        snprintf(text, sizeof text, "%.*s", (int)(s.end - s.start), s.start);
        char *mark = strstr(text, marks[i]);
        struct string element = {0};
        if (!mark)
            continue;
        long count = strtol(mark + strlen(marks[i]), NULL, 10);
        bool good = count > 0 && builtin_to_c((struct span){text, mark}, &element);
        if (good) {
            snprintf(text, sizeof text, " __attribute__((vector_size(%ld * sizeof(%.*s))))", count, (int)element.length,
                     element.data);
            string_put(out, element.data, element.length);
            string_add(out, text);
        }
        free(element.data);
        return good;
    }
    return false;
}

/* A class behind a pointer: its name where C can have it, else void. */
static void pointee_to_c(struct span s, struct string *out)
{
    struct string type = {0};
    bool is_const = false;
    while (take_back(&s, "const"))
        is_const = true;
    while (take_any(&s, take_back, trailing))
        continue;
    take_any(&s, take_front, class_keys);
    bool simple = s.start < s.end;
    for (const char *at = s.start; at < s.end; at++)
        simple &= is_word_character(*at) || *at == ':';
    if (is_const)
        string_add(out, "const ");
    if (builtin_to_c(s, &type)) {
        string_put(out, type.data, type.length);
    } else if (simple) {
        string_add(out, "struct ");
        for (const char *at = s.start; at < s.end; at++)
            if (*at != ':' || at[1] != ':')
                string_put(out, *at == ':' ? "_" : at, 1);
    } else {
        string_add(out, "void");
    }
    free(type.data);
}

/* Pointers to members: Itanium's have two forms of one size each; Microsoft's differ by the class's inheritance. */
static bool member_pointer_to_c(bool is_function, bool microsoft, struct string *out)
{
    if (microsoft)
        return false;
    string_add(out, is_function ? "struct cxx_member_function_pointer { ptrdiff_t function, adjustment; }" : "ptrdiff_t");
    return true;
}

/* False: a class by value, or something else whose size the name does not tell. */
static bool type_to_c(struct span s, bool microsoft, struct string *out)
{
    s = trim(s);
    while (take_any(&s, take_back, trailing))
        continue;
    const char *bracket = find_outside(s, "(");
    if (bracket && (bracket == s.start || bracket[-1] == ' ')) { /* int (&)[3], void (__cdecl *)(int), (A::*)(int) */
        struct span inner = {bracket + 1, s.end};
        const char *close = find_outside(inner, ")");
        bool is_member = false;
        for (const char *at = bracket; close && at + 2 < close; at++)
            is_member |= !strncmp(at, "::*", 3);
        if (is_member)
            return member_pointer_to_c(true, microsoft, out);
        string_add(out, "void *");
        return close != NULL;
    }
    if (s.end - s.start > 2 && !strncmp(s.end - 3, "::*", 3))
        return member_pointer_to_c(false, microsoft, out);
    if (s.end > s.start && (s.end[-1] == '*' || s.end[-1] == '&')) {
        bool is_reference = s.end[-1] == '&';
        s.end--;
        if (is_reference && s.end > s.start && s.end[-1] == '&')
            s.end--;
        s = trim(s);
        struct span inner = s;
        while (take_any(&inner, take_back, trailing))
            continue;
        if (inner.end > inner.start && (inner.end[-1] == '*' || inner.end[-1] == ')' || inner.end[-1] == ']'))
            string_add(out, "void *");
        else
            pointee_to_c(s, out);
        string_add(out, " *");
        return true;
    }
    if (take_front(&s, "enum")) { /* Microsoft's are ints unless they say more, which a name does not */
        string_add(out, "int");
        return true;
    }
    struct span copy = s;
    if (take_front(&copy, "std::nullptr_t") || take_front(&copy, "decltype(nullptr)")) {
        string_add(out, "void *");
        return true;
    }
    return builtin_to_c(s, out) || vector_to_c(s, out);
}

/* ------------------------------------------------------------------- functions */

/* Where the name begins in "int __thiscall A<B, C>::f": after the last space outside brackets, before any operator. */
static const char *name_start(struct span head)
{
    const char *end = head.end;
    for (const char *at = head.start; at + 8 < head.end; at++)
        if (!strncmp(at, "operator", 8) && !is_word_character(at[8])
            && (at == head.start || !is_word_character(at[-1])))
            end = at;
    int depth = 0;
    for (const char *at = end; at > head.start; at--) {
        int step = nesting(head.start, at - 1);
        if (!depth && at[-1] == ' ')
            return at;
        depth -= step;
    }
    return head.start;
}

/* The '(' of the parameter list, whose ')' ends the text; NULL. */
static const char *parameters_start(struct span s)
{
    int depth = 0;
    if (s.start == s.end || s.end[-1] != ')')
        return NULL;
    for (const char *at = s.end; at > s.start; at--) {
        depth += at[-1] == ')' ? 1 : at[-1] == '(' ? -1 : 0;
        if (!depth)
            return at - 1;
    }
    return NULL;
}

static char *text_of(struct span s)
{
    return take_text(s.start, (size_t)(s.end - s.start));
}

/* Everything before the name: access, storage, result and convention. */
static void read_head(struct cxx_function *function, struct span head, struct string *result)
{
    static const char *const conventions[] = {"__cdecl", "__thiscall", "__stdcall", "__fastcall", "__vectorcall",
                                              "__regcall", "__pascal", "__clrcall", "__swiftcall", NULL};
    static const char *const access[] = {"[thunk]:", "public:", "protected:", "private:", "extern \"C\"", NULL};
    bool in_class = false;
    while (take_any(&head, take_front, access))
        in_class = true;
    bool is_static = take_front(&head, "static");
    take_front(&head, "virtual");
    for (const char *const *word = conventions; *word; word++)
        if (take_back(&head, *word))
            function->convention = take_text(*word, strlen(*word));
    function->is_member = function->microsoft && in_class && !is_static;
    function->has_result = head.start < head.end;
    if (!function->has_result || !type_to_c(head, function->microsoft, result)) {
        function->result_unknown = function->has_result;
        result->length = 0;
        string_add(result, "void");
    }
}

static bool is_constructor_or_destructor(struct span name)
{
    struct span last = name;
    for (const char *at = name.start; at + 1 < name.end; at++)
        if (at[0] == ':' && at[1] == ':')
            last.start = at + 2;
    if (last.start - name.start < 2)
        return false;
    if (*last.start == '~')
        return true;
    size_t length = (size_t)(last.end - last.start);
    const char *before = last.start - 2;
    return (size_t)(before - name.start) >= length && !strncmp(before - length, last.start, length)
           && (before - length == name.start || before[-(ptrdiff_t)length - 1] == ':');
}

/* "A::operator unsigned int": a member, and the name tells the result; empty for any other name. */
static struct span converted_type(struct span name)
{
    static const char *const not_types[] = {"new", "delete", "co_await", "\"\"", NULL};
    for (const char *at = name.start; at + 9 < name.end; at++) {
        struct span type = {at + 9, name.end}, copy = type;
        if (!strncmp(at, "operator ", 9) && (at == name.start || at[-1] == ':')
            && !take_any(&copy, take_front, not_types))
            return type;
    }
    return (struct span){name.end, name.end};
}

/* A word that C accepts, of "A<B>::operator+". */
static void name_to_c(struct span name, struct string *out)
{
    size_t before = out->length;
    for (const char *at = name.start; at < name.end; at++) {
        bool good = is_word_character(*at) && !(out->length == before && isdigit((unsigned char)*at));
        if (good || (out->length > before && out->data[out->length - 1] != '_'))
            string_put(out, good ? at : "_", 1);
    }
    if (out->length == before)
        string_add(out, "function");
}

static void read_parameters(struct cxx_function *function, struct span list, struct string *out, bool first)
{
    list = trim(list);
    size_t index = 0;
    while (list.start < list.end) {
        const char *comma = find_outside(list, ",");
        struct span one = trim((struct span){list.start, comma ? comma : list.end});
        struct string type = {0};
        bool is_void = one.end - one.start == 4 && !strncmp(one.start, "void", 4);
        index++;
        if (one.end - one.start == 3 && !strncmp(one.start, "...", 3)) {
            function->variadic = true;
            string_add(out, first ? "..." : ", ...");
        } else if (!is_void && !type_to_c(one, function->microsoft, &type)) {
            function->unknown = text_of(one);
            function->unknown_index = index;
        } else if (!is_void) {
            string_add(out, first ? "" : ", ");
            string_put(out, type.data, type.length);
        }
        free(type.data);
        if (function->unknown)
            return;
        first = false;
        list.start = comma ? comma + 1 : list.end;
    }
    if (first)
        string_add(out, "void");
}

bool cxx_read(struct cxx_function *function, const char *demangled, bool microsoft)
{
    static const char *const behind[] = {"const", "volatile", "&", "noexcept", "__ptr64", "__restrict", "__unaligned", NULL};
    struct span s = trim((struct span){demangled, demangled + strlen(demangled)});
    struct string prototype = {0}, result = {0};
    *function = (struct cxx_function){.microsoft = microsoft};
    const char *clone = strstr(demangled, " [clone");
    if (clone)
        s.end = clone;
    bool qualified = false;
    while (take_any(&s, take_back, behind))
        qualified = true;
    const char *open = parameters_start(s);
    if (!open || open == s.start)
        return false;
    struct span head = {s.start, open};
    struct span name = trim((struct span){name_start(head), open});
    read_head(function, trim((struct span){head.start, name.start}), &result);
    struct span converted = converted_type(name);
    if (converted.start < converted.end && !function->has_result) {
        result.length = 0;
        function->has_result = true;
        function->result_unknown = !type_to_c(converted, microsoft, &result);
        if (function->result_unknown)
            string_add(&result, "void");
    }
    function->name = text_of(name);
    const char *scope = strstr(function->name, "::");
    if (!microsoft) {
        bool is_structor = is_constructor_or_destructor(name);
        function->is_member = qualified || is_structor || converted.start < converted.end;
        function->has_result |= is_structor; /* none */
        function->perhaps_member = scope && !function->is_member;
    }
    string_put(&prototype, result.data, result.length);
    string_add(&prototype, " ");
    if (function->convention) {
        string_add(&prototype, function->convention);
        string_add(&prototype, " ");
    }
    name_to_c(name, &prototype);
    string_add(&prototype, "(");
    if (function->is_member)
        string_add(&prototype, "void *this");
    if (function->is_member && microsoft && function->result_unknown)
        string_add(&prototype, ", void *result"); /* a member function returns every class in memory, behind `this` */
    read_parameters(function, (struct span){open + 1, s.end - 1}, &prototype, !function->is_member);
    string_add(&prototype, ")");
    function->prototype = prototype.data;
    free(result.data);
    return true;
}

void cxx_free(struct cxx_function *function)
{
    free(function->name);
    free(function->convention);
    free(function->prototype);
    free(function->unknown);
}
