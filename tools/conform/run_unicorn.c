/* Runs an object that no system here can: it is loaded and emulated, and captured from outside. Functions that it
   calls but does not define are slots of one page: f_N captures, memcpy and its like are done by the host. */
#include "conform.h"

#include <stdlib.h>
#include <string.h>

#ifndef HAVE_UNICORN
bool run_unicorn(const struct judge *judge, const char *object, const char *callees, const struct job *jobs, unsigned count,
                 record_handler *found, void *user, char *error, size_t error_size)
{
    (void)judge, (void)object, (void)callees, (void)jobs, (void)count, (void)found, (void)user;
    snprintf(error, error_size, "built without libunicorn");
    return false;
}
#else
#include "place.h"

#include <unicorn/unicorn.h>

/* The slots, and what is used of both images, are within reach of a Thumb branch. */
enum { IMAGE_BASE = 0x10000000, OTHERS_BASE = 0x0f300000, OTHERS_SIZE = 0xc00000, SLOTS_BASE = 0x0ff00000, SLOTS_SIZE = 0x10000, STACK_BASE = 0x20000000,
       STACK_SIZE = 0x200000, SRET_BASE = 0x30000000, IMAGE_SIZE = 32 << 20, STOP = SLOTS_BASE };

enum helper { CAPTURE, MEMCPY, MEMSET, BZERO, CHECK_STACK, ATOMIC_COPY, NO_HELP };

struct processor;

struct emulator {
    uc_engine *uc;
    const struct processor *processor;
    struct loaded { struct object object; struct placed placed; } image, others;
    enum helper slots[SLOTS_SIZE / 16];
    unsigned slot_count;       /* slot 0 is where calls end */
    bool windows;
    struct record record;
    uint8_t window[RECORD_WINDOW];
    bool captured;
};

/* A processor of the emulator: its registers by the order of a record, and what a slot does that only returns. */
struct processor {
    cconv_arch arch;
    uc_arch uc_arch;
    uc_mode mode;
    const int *general;
    unsigned general_count;
    int vector;                /* the first; the others follow */
    unsigned vector_count, vector_bytes; /* as the emulator numbers them; rows of a record are 16 bytes */
    int arguments[3];          /* of a C function on the system that needs emulating */
    int sysv_arguments[3];     /* where that differs */
    int link;                  /* register of the return address; 0: the stack */
    unsigned thumb;            /* 1: added to the address of code */
    uint8_t return_code[4], return_size;
};

static const int x86_general[] = {
    UC_X86_REG_RAX, UC_X86_REG_RBX, UC_X86_REG_RCX, UC_X86_REG_RDX, UC_X86_REG_RSI, UC_X86_REG_RDI, UC_X86_REG_RBP,
    UC_X86_REG_RSP, UC_X86_REG_R8, UC_X86_REG_R9, UC_X86_REG_R10, UC_X86_REG_R11, UC_X86_REG_R12, UC_X86_REG_R13,
    UC_X86_REG_R14, UC_X86_REG_R15};
static const int i386_general[] = {
    UC_X86_REG_EAX, UC_X86_REG_ECX, UC_X86_REG_EDX, UC_X86_REG_EBX, UC_X86_REG_ESP, UC_X86_REG_EBP, UC_X86_REG_ESI,
    UC_X86_REG_EDI};
static const int arm64_general[] = {
    UC_ARM64_REG_X0, UC_ARM64_REG_X1, UC_ARM64_REG_X2, UC_ARM64_REG_X3, UC_ARM64_REG_X4, UC_ARM64_REG_X5,
    UC_ARM64_REG_X6, UC_ARM64_REG_X7, UC_ARM64_REG_X8, UC_ARM64_REG_X9, UC_ARM64_REG_X10, UC_ARM64_REG_X11,
    UC_ARM64_REG_X12, UC_ARM64_REG_X13, UC_ARM64_REG_X14, UC_ARM64_REG_X15, UC_ARM64_REG_X16, UC_ARM64_REG_X17,
    UC_ARM64_REG_X18, UC_ARM64_REG_X19, UC_ARM64_REG_X20, UC_ARM64_REG_X21, UC_ARM64_REG_X22, UC_ARM64_REG_X23,
    UC_ARM64_REG_X24, UC_ARM64_REG_X25, UC_ARM64_REG_X26, UC_ARM64_REG_X27, UC_ARM64_REG_X28, UC_ARM64_REG_X29,
    UC_ARM64_REG_X30, UC_ARM64_REG_SP};
static const int arm_general[] = {
    UC_ARM_REG_R0, UC_ARM_REG_R1, UC_ARM_REG_R2, UC_ARM_REG_R3, UC_ARM_REG_R4, UC_ARM_REG_R5, UC_ARM_REG_R6,
    UC_ARM_REG_R7, UC_ARM_REG_R8, UC_ARM_REG_R9, UC_ARM_REG_R10, UC_ARM_REG_R11, UC_ARM_REG_R12, UC_ARM_REG_SP,
    UC_ARM_REG_LR};

static const struct processor processors[] = {
    {CCONV_ARCH_X86_64, UC_ARCH_X86, UC_MODE_64, x86_general, 16, UC_X86_REG_XMM0, 16, 16,
     {UC_X86_REG_RCX, UC_X86_REG_RDX, UC_X86_REG_R8}, {UC_X86_REG_RDI, UC_X86_REG_RSI, UC_X86_REG_RDX}, 0, 0,
     {0xc3}, 1},
    {CCONV_ARCH_X86, UC_ARCH_X86, UC_MODE_32, i386_general, 8, UC_X86_REG_XMM0, 8, 16, {0}, {0}, 0, 0, {0xc3}, 1},
    {CCONV_ARCH_AARCH64, UC_ARCH_ARM64, UC_MODE_ARM, arm64_general, 32, UC_ARM64_REG_Q0, 32, 16,
     {UC_ARM64_REG_X0, UC_ARM64_REG_X1, UC_ARM64_REG_X2}, {0}, UC_ARM64_REG_X30, 0, {0xc0, 0x03, 0x5f, 0xd6}, 4},
    {CCONV_ARCH_ARM, UC_ARCH_ARM, UC_MODE_THUMB, arm_general, 15, UC_ARM_REG_D0, 32, 8,
     {UC_ARM_REG_R0, UC_ARM_REG_R1, UC_ARM_REG_R2}, {0}, UC_ARM_REG_LR, 1, {0x70, 0x47}, 2},
};

static const struct processor *processor_of(cconv_arch arch)
{
    for (size_t i = 0; i < sizeof processors / sizeof *processors; i++)
        if (processors[i].arch == arch)
            return &processors[i];
    return NULL;
}

static void read_registers(struct emulator *m)
{
    const struct processor *cpu = m->processor;
    for (unsigned i = 0; i < cpu->general_count; i++)
        uc_reg_read(m->uc, cpu->general[i], &m->record.gpr[i]);
    for (unsigned i = 0; i < cpu->vector_count; i++)
        uc_reg_read(m->uc, cpu->vector + (int)i,
                    m->record.vec[i * cpu->vector_bytes / 16] + i * cpu->vector_bytes % 16);
    if (machine_of(cpu->arch, NULL)->has_x87) {
        uint16_t status = 0;
        uc_reg_read(m->uc, UC_X86_REG_FPSW, &status);
        for (int i = 0; i < 8; i++) /* Unicorn numbers the physical registers */
            uc_reg_read(m->uc, UC_X86_REG_FP0 + ((status >> 11) + i) % 8, m->record.x87[i]);
    }
    m->record.sp = m->record.gpr[machine_of(cpu->arch, NULL)->stack_pointer];
}

static uint64_t argument(struct emulator *m, unsigned i)
{
    uint64_t value = 0, sp = 0;
    if (!m->processor->arguments[0]) {
        uc_reg_read(m->uc, m->processor->general[machine_of(m->processor->arch, NULL)->stack_pointer], &sp);
        uc_mem_read(m->uc, sp + 4 * (i + 1), &value, 4);
        return value;
    }
    bool sysv = !m->windows && m->processor->sysv_arguments[0];
    uc_reg_read(m->uc, sysv ? m->processor->sysv_arguments[i] : m->processor->arguments[i], &value);
    return value;
}

/* i386's _chkstk and _alloca also make the room: eax bytes. */
static void make_room(struct emulator *m)
{
    uint32_t sp = 0, size = 0, back = 0;
    uc_reg_read(m->uc, UC_X86_REG_ESP, &sp);
    uc_reg_read(m->uc, UC_X86_REG_EAX, &size);
    uc_mem_read(m->uc, sp, &back, 4);
    sp -= size;
    uc_mem_write(m->uc, sp, &back, 4);
    uc_reg_write(m->uc, UC_X86_REG_ESP, &sp);
}

static void help(struct emulator *m, enum helper helper)
{
    if (helper == CHECK_STACK && m->processor->arch == CCONV_ARCH_X86) {
        make_room(m);
        return;
    }
    static uint8_t bytes[4096];
    uint64_t to = argument(m, 0), second = argument(m, 1), size = argument(m, helper == BZERO ? 1 : 2);
    if (helper == CHECK_STACK && m->processor->arch == CCONV_ARCH_ARM) { /* words in, bytes out */
        uint32_t frame = 0;
        uc_reg_read(m->uc, UC_ARM_REG_R4, &frame);
        frame *= 4;
        uc_reg_write(m->uc, UC_ARM_REG_R4, &frame);
    }
    if (helper == NO_HELP || helper == CHECK_STACK)
        return;
    if (helper == ATOMIC_COPY) { /* __atomic_load(size, from, to, order) */
        size = to;
        to = argument(m, 2);
    }
    if (size > sizeof bytes)
        size = sizeof bytes;
    if (helper == MEMCPY || helper == ATOMIC_COPY)
        uc_mem_read(m->uc, second, bytes, size);
    else
        memset(bytes, helper == BZERO ? 0 : (int)second, size);
    uc_mem_write(m->uc, to, bytes, size);
    uc_reg_write(m->uc, m->processor->general[0], &to);
}

static void on_code(uc_engine *uc, uint64_t address, uint32_t size, void *user)
{
    struct emulator *m = user;
    unsigned slot = (unsigned)(address - SLOTS_BASE) / 16;
    (void)size;
    if (!slot || slot >= m->slot_count)
        return;
    if (m->slots[slot] != CAPTURE) {
        help(m, m->slots[slot]);
        return;
    }
    read_registers(m);
    uc_mem_read(uc, m->record.sp, m->window, RECORD_WINDOW);
    m->record.window_size = RECORD_WINDOW;
    m->captured = true;
    if (machine_of(m->processor->arch, NULL)->pops) /* what it would remove is not known here */
        uc_emu_stop(uc);
}

/* The address of a defined symbol, by its C name; 0. */
static uint64_t find_in(const struct loaded *loaded, const char *name)
{
    const struct symbol *symbol = loaded->placed.memory ? object_symbol(&loaded->object, name) : NULL;
    return symbol ? placed_symbol(&loaded->placed, (size_t)(symbol - loaded->object.symbols)) : 0;
}

static uint64_t resolve(void *user, const struct object *object, const char *decorated)
{
    struct emulator *m = user;
    enum helper helper = NO_HELP;
    char buffer[256];
    const char *name = object_c_name(object, decorated, buffer, sizeof buffer);
    uint64_t other = find_in(&m->others, name);
    if (other)
        return other;
    if (m->slot_count + 1 >= SLOTS_SIZE / 16)
        return 0;
    if (!strncmp(name, "f_", 2))
        helper = CAPTURE;
    else if (!strcmp(name, "memcpy") || !strcmp(name, "memmove"))
        helper = MEMCPY;
    else if (!strcmp(name, "memset"))
        helper = MEMSET;
    else if (!strcmp(name, "__chkstk") || !strcmp(name, "_chkstk") || !strcmp(name, "_alloca"))
        helper = CHECK_STACK;
    else if (!strcmp(name, "__atomic_load"))
        helper = ATOMIC_COPY;
    else if (!strcmp(name, "bzero") || !strcmp(name, "__bzero"))
        helper = BZERO;
    m->slots[m->slot_count] = helper;
    return SLOTS_BASE + 16 * m->slot_count++;
}

static bool load(struct emulator *m, struct loaded *out, const char *path, uint64_t base, uint64_t most, char *error, size_t error_size)
{
    struct object_error wrong;
    bool good = object_open(path, &out->object, &wrong)
                && object_place(&out->object, base, most, resolve, m, &out->placed, &wrong)
                && !uc_mem_map_ptr(m->uc, base, out->placed.size, UC_PROT_ALL, out->placed.memory);
    if (!good)
        snprintf(error, error_size, "%s", wrong.message);
    return good;
}

/* The other compiler's callees, with the values, are loaded first: the callers find them there, never the reverse. */
static bool load_objects(struct emulator *m, const char *object, const char *callees, char *error, size_t error_size)
{
    return (!callees || load(m, &m->others, callees, OTHERS_BASE, OTHERS_SIZE, error, error_size))
           && load(m, &m->image, object, IMAGE_BASE, IMAGE_SIZE, error, error_size);
}

static bool emulator_start(struct emulator *m, const struct judge *judge, const char *object, const char *callees,
                           char *error, size_t error_size)
{
    m->processor = processor_of(cconv_target_arch(judge->target));
    if (!m->processor)
        return snprintf(error, error_size, "no such processor to emulate"), false;
    m->windows = cconv_target_os(judge->target) == CCONV_OS_WINDOWS_MSVC;
    m->slot_count = 1;
    uc_hook hook;
    void *handler; /* Unicorn takes functions as object pointers */
    void (*function)(uc_engine *, uint64_t, uint32_t, void *) = on_code;
    memcpy(&handler, &function, sizeof handler);
    snprintf(error, error_size, "the emulator does not start");
    if (uc_open(m->processor->uc_arch, m->processor->mode, &m->uc) || !load_objects(m, object, callees, error, error_size)
        || uc_mem_map(m->uc, SLOTS_BASE, SLOTS_SIZE, UC_PROT_ALL) || uc_mem_map(m->uc, STACK_BASE, STACK_SIZE, UC_PROT_ALL)
        || uc_mem_map(m->uc, SRET_BASE, 0x10000, UC_PROT_ALL)
        || uc_hook_add(m->uc, &hook, UC_HOOK_CODE, handler, m, SLOTS_BASE, SLOTS_BASE + SLOTS_SIZE - 1))
        return false;
    for (unsigned i = 0; i < SLOTS_SIZE / 16; i++)
        uc_mem_write(m->uc, SLOTS_BASE + 16 * i, m->processor->return_code, m->processor->return_size);
    if (m->processor->arch == CCONV_ARCH_AARCH64) {
        uint64_t enable = 0x300000; /* CPACR_EL1.FPEN */
        uc_reg_write(m->uc, UC_ARM64_REG_CPACR_EL1, &enable);
    } else if (m->processor->arch == CCONV_ARCH_ARM) {
        uint32_t access = 0xf00000, enable = 0x40000000; /* CPACR.cp10 and cp11, FPEXC.EN */
        uc_reg_write(m->uc, UC_ARM_REG_C1_C0_2, &access);
        uc_reg_write(m->uc, UC_ARM_REG_FPEXC, &enable);
    }
    return true;
}

static void poison(struct emulator *m, const struct job *job)
{
    const struct processor *cpu = m->processor;
    for (unsigned i = 0; i < cpu->general_count; i++) {
        uint64_t value = poison_general(i);
        if ((int)i == job->set_register)
            value = job->set_to_sret ? SRET_BASE : job->set_value;
        if (i != machine_of(cpu->arch, NULL)->stack_pointer)
            uc_reg_write(m->uc, cpu->general[i], &value);
    }
    for (unsigned i = 0; i < cpu->vector_count; i++) {
        uint8_t bytes[16];
        unsigned row = i * cpu->vector_bytes / 16, from = i * cpu->vector_bytes % 16;
        for (unsigned j = 0; j < cpu->vector_bytes; j++)
            bytes[j] = poison_vector(row, from + j);
        uc_reg_write(m->uc, cpu->vector + (int)i, bytes);
    }
    memset(m->window, 0xaa, sizeof m->window);
    uc_mem_write(m->uc, SRET_BASE, m->window, SRET_SIZE);
    if (machine_of(cpu->arch, NULL)->has_x87) {
        uint16_t control = 0x37f, status = 0, tags = 0xffff;
        uc_reg_write(m->uc, UC_X86_REG_FPCW, &control);
        uc_reg_write(m->uc, UC_X86_REG_FPSW, &status);
        uc_reg_write(m->uc, UC_X86_REG_FPTAG, &tags);
    }
}

static uint64_t find(const struct emulator *m, const char *name)
{
    uint64_t address = find_in(&m->image, name);
    return address ? address : find_in(&m->others, name);
}

/* The bytes of a variable of the object. */
static bool read_data(struct emulator *m, const struct job *job)
{
    uint64_t address = find(m, job->data);
    m->record.window_size = job->data_size < RECORD_WINDOW ? job->data_size : RECORD_WINDOW;
    return address && !uc_mem_read(m->uc, address, m->window, m->record.window_size);
}

static bool run_job(struct emulator *m, const struct job *job)
{
    const struct processor *cpu = m->processor;
    uint64_t start = find(m, job->function), stop = STOP;
    uint64_t sp = STACK_BASE + STACK_SIZE - 4 * RECORD_WINDOW;
    memset(&m->record, 0, sizeof m->record);
    m->captured = false;
    if (job->kind == RECORD_LAYOUT)
        return read_data(m, job);
    if (!start)
        return false;
    poison(m, job);
    if (cpu->link) {
        stop += cpu->thumb;
        uc_reg_write(m->uc, cpu->link, &stop);
    } else {
        unsigned word = machine_of(cpu->arch, NULL)->word;
        uint64_t first = job->set_to_sret ? SRET_BASE : job->set_value;
        if (word == 4) /* where arguments are on the stack, the hidden pointer too */
            uc_mem_write(m->uc, sp, &first, 4);
        sp -= word;
        uc_mem_write(m->uc, sp, &stop, word);
    }
    uc_reg_write(m->uc, cpu->general[machine_of(cpu->arch, NULL)->stack_pointer], &sp);
    if (uc_emu_start(m->uc, start | cpu->thumb, STOP, 0, 200000))
        return false;
    if (job->kind == RECORD_MIXED)
        return read_data(m, job);
    if (job->kind == RECORD_RESULT) {
        read_registers(m);
        m->record.sp -= sp + machine_of(cpu->arch, NULL)->word;
        m->record.sret = SRET_BASE;
        uc_mem_read(m->uc, SRET_BASE, m->window, SRET_SIZE);
        m->record.window_size = SRET_SIZE;
        m->captured = true;
    }
    return m->captured;
}

bool run_unicorn(const struct judge *judge, const char *object, const char *callees, const struct job *jobs, unsigned count,
                 record_handler *found, void *user, char *error, size_t error_size)
{
    struct emulator *m = calloc(1, sizeof *m);
    bool started = m && emulator_start(m, judge, object, callees, error, error_size);
    for (unsigned i = 0; started && i < count; i++)
        if (run_job(m, &jobs[i])) {
            m->record.magic = RECORD_MAGIC;
            m->record.kind = jobs[i].kind;
            m->record.index = jobs[i].index;
            m->record.job = i;
            m->record.slot = jobs[i].slot;
            found(user, &m->record, m->window);
        }
    if (m) {
        if (m->uc)
            uc_close(m->uc);
        placed_free(&m->image.placed);
        placed_free(&m->others.placed);
        object_close(&m->image.object);
        object_close(&m->others.object);
    }
    free(m);
    return started;
}
#endif
