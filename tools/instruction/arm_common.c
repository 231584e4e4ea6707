/* What A32 and T32 share: registers from a row's text, data-processing, loads and stores, blocks. */
#include "arm.h"

static void add_register(struct register_set *set, unsigned reg)
{
    if (reg < 16)
        register_set_add(set, ARM_R + reg);
}

static void add_letter(const struct arm_code *code, char letter, bool is_write, struct effect *out)
{
    uint32_t word = code->word;
    struct register_set *set = is_write ? &out->writes : &out->reads;
    switch (letter) {
    case 'd': add_register(set, arm_bits(word, 12, 4)); break;
    case 'n': add_register(set, arm_bits(word, 16, 4)); break;
    case 's': add_register(set, arm_bits(word, 8, 4)); break;
    case 'm': add_register(set, arm_bits(word, 0, 4)); break;
    case 'D': add_register(set, arm_bits(word, 12, 4)); add_register(set, arm_bits(word, 12, 4) + 1); break;
    case 'M': add_register(set, arm_bits(word, 0, 4)); add_register(set, arm_bits(word, 0, 4) + 1); break;
    case 'A': if (arm_bits(word, 12, 4) != 15) add_register(set, arm_bits(word, 12, 4)); break;
    case 'N': if (arm_bits(word, 16, 4) != 15) add_register(set, arm_bits(word, 16, 4)); break;
    case 'a': add_register(set, arm_bits(word, 0, 3)); break;
    case 'b': add_register(set, arm_bits(word, 3, 3)); break;
    case 'c': add_register(set, arm_bits(word, 6, 3)); break;
    case 'e': add_register(set, arm_bits(word, 8, 3)); break;
    case 'h': add_register(set, arm_bits(word, 7, 1) << 3 | arm_bits(word, 0, 3)); break;
    case 'i': add_register(set, arm_bits(word, 3, 4)); break;
    case 'f': register_set_add(set, ARM_FLAGS); break;
    case 'S': if (word >> 20 & 1) register_set_add(set, ARM_FLAGS); break;
    case 'F': if (!code->in_it) register_set_add(set, ARM_FLAGS); break;
    case 'q': register_set_add(set, ARM_Q); break;
    case 'g': register_set_add(set, ARM_GE); break;
    case 'p': register_set_add(set, ARM_SP); break;
    case 'l': register_set_add(set, ARM_LR); break;
    case 'y': register_set_add(set, ARM_SYSTEM); break;
    default: break;
    }
}

static void registers(const struct arm_code *code, const char *text, struct effect *out)
{
    bool is_write = true;
    for (; text && *text; text++) {
        if (*text == '=')
            is_write = false;
        else
            add_letter(code, *text, is_write, out);
        if (is_write && *text == 'q') /* it stays set */
            register_set_add(&out->kept, ARM_Q);
    }
}

bool arm_by_rows(const struct arm_row *rows, const struct arm_code *code, struct effect *out)
{
    for (; rows->mask; rows++) {
        if ((code->word & rows->mask) != rows->value)
            continue;
        registers(code, rows->registers, out);
        return !rows->shape || rows->shape(code, out);
    }
    return false;
}

/* ---------------------------------------------------------------- data-processing */

static struct register_part part(unsigned reg) { return (struct register_part){reg == ARM_NONE ? NO_REGISTER : (uint8_t)(ARM_R + reg), 0, 4}; }

static bool is_comparison(enum arm_opcode opcode) { return opcode >= ARM_TST && opcode <= ARM_CMN; }

static bool is_logical(enum arm_opcode opcode)
{
    return opcode <= ARM_EOR || opcode == ARM_TST || opcode == ARM_TEQ || opcode >= ARM_ORR;
}

static bool is_carried(const struct arm_data *data)
{
    bool rotates_through = data->m != ARM_NONE && data->s == ARM_NONE && data->shift_type == ARM_ROR && data->shift == 0;
    return (data->opcode >= ARM_ADC && data->opcode <= ARM_RSC) || rotates_through;
}

static void set_constant(struct effect *out, uint64_t value)
{
    out->operation = OPERATION_CONSTANT;
    out->immediate = (int64_t)(value & 0xffffffff);
}

static void set_moved(const struct arm_data *data, struct effect *out)
{
    out->source = part(data->m);
    if (data->s != ARM_NONE || (data->shift_type > ARM_LSR && !(data->shift_type == ARM_LSL && !data->shift)))
        return;
    out->operation = data->shift_type == ARM_LSL && !data->shift ? OPERATION_MOVE : OPERATION_SHIFT;
    out->immediate = data->shift_type == ARM_LSL ? data->shift : data->shift ? -data->shift : -32;
}

/* With an immediate. */
static void compute_immediate(const struct arm_code *code, const struct arm_data *data, struct effect *out)
{
    int64_t immediate = data->immediate;
    out->source = part(data->n);
    out->immediate = immediate;
    switch (data->opcode) {
    case ARM_MOV: set_constant(out, data->immediate); break;
    case ARM_MVN: set_constant(out, ~data->immediate); break;
    case ARM_ADD: case ARM_SUB:
        if (data->opcode == ARM_SUB)
            immediate = -immediate;
        out->immediate = immediate;
        if (data->n == 15)
            set_constant(out, (code->is_thumb ? code->pc & ~(uint64_t)3 : code->pc) + (uint64_t)immediate);
        else
            out->operation = OPERATION_ADD;
        break;
    case ARM_AND: out->operation = OPERATION_AND; break;
    case ARM_BIC: out->operation = OPERATION_AND; out->immediate = ~data->immediate; break;
    case ARM_CMP: out->operation = OPERATION_COMPARE; break;
    default: break;
    }
}

static void compute_register(const struct arm_code *code, const struct arm_data *data, struct effect *out)
{
    bool is_plain = data->s == ARM_NONE && data->shift_type == ARM_LSL && !data->shift;
    if (data->opcode == ARM_MOV) {
        set_moved(data, out);
        return;
    }
    out->source = part(data->n);
    out->second = part(data->m);
    if (data->opcode == ARM_ADD && data->s == ARM_NONE && data->shift_type == ARM_LSL && data->m != 15) {
        out->operation = OPERATION_ADD;
        out->shift = data->shift;
        if (data->n != 15)
            return;
        out->operation = is_plain ? OPERATION_ADD : OPERATION_OTHER;
        out->source = out->second;
        out->second.reg = NO_REGISTER;
        out->immediate = (int64_t)code->pc;
    }
    if (!is_plain || data->n == 15 || data->m == 15)
        return;
    switch (data->opcode) {
    case ARM_SUB: out->operation = OPERATION_SUBTRACT; break;
    case ARM_AND: out->operation = OPERATION_AND; break;
    case ARM_CMP: out->operation = OPERATION_COMPARE; break;
    default: break;
    }
    out->clears = (data->opcode == ARM_EOR || data->opcode == ARM_SUB) && data->n == data->m;
}

/* pc as the destination. */
static void jump_by_data(const struct arm_data *data, struct effect *out)
{
    out->flow = FLOW_JUMP;
    if (data->sets_flags || (out->operation == OPERATION_MOVE && data->m == 14))
        out->flow = FLOW_RETURN; /* from an exception, or mov pc, lr */
    if (out->operation == OPERATION_CONSTANT)
        out->target = (uint64_t)out->immediate;
}

void arm_data(const struct arm_code *code, const struct arm_data *data, struct effect *out)
{
    add_register(&out->reads, data->n == ARM_NONE ? 16 : data->n);
    add_register(&out->reads, data->m == ARM_NONE ? 16 : data->m);
    add_register(&out->reads, data->s == ARM_NONE ? 16 : data->s);
    if (is_carried(data))
        register_set_add(&out->reads, ARM_FLAGS);
    if (data->sets_flags) {
        register_set_add(&out->writes, ARM_FLAGS);
        if (is_logical(data->opcode)) /* V stays, and C where nothing is shifted */
            register_set_add(&out->kept, ARM_FLAGS);
    }
    if (data->m == ARM_NONE)
        compute_immediate(code, data, out);
    else
        compute_register(code, data, out);
    if (is_comparison(data->opcode))
        return;
    out->destination = part(data->d);
    add_register(&out->writes, data->d);
    if (data->d == 15)
        jump_by_data(data, out);
}

/* ------------------------------------------------------------------------- memory */

static void place_address(const struct arm_code *code, const struct arm_access *access, unsigned bytes, struct effect *out)
{
    bool is_literal = access->n == 15 && access->m == ARM_NONE, is_post = !access->is_pre && access->writes_back;
    int64_t offset = is_post ? 0 : access->offset;
    if (access->n == 15)
        offset += (int64_t)(code->pc & ~(uint64_t)3);
    struct memory_operand *memory = effect_memory(out, access->n == 15 ? NO_REGISTER : access->n, offset, bytes, access->is_load, !access->is_load);
    if (access->m == ARM_NONE || is_literal)
        return;
    add_register(&out->reads, access->m);
    if (is_post)
        return;
    memory->index = access->m;
    memory->shift = access->shift;
    memory->subtracts_index = access->is_subtracted;
    if (access->shift_type != ARM_LSL)
        memory->index_extension = INDEX_OTHER;
}

void arm_access(const struct arm_code *code, const struct arm_access *access, struct effect *out)
{
    bool is_pair = access->t2 != ARM_NONE;
    place_address(code, access, access->bytes * (is_pair ? 2U : 1U), out);
    out->operation = access->is_load ? OPERATION_LOAD : OPERATION_STORE;
    if (access->writes_back) {
        add_register(&out->writes, access->n);
        out->has_writeback = access->m == ARM_NONE;
        out->is_pre = access->is_pre;
        out->writeback = access->offset;
        bool is_whole = access->m != ARM_NONE && access->shift_type == ARM_LSL && !access->shift && !access->is_subtracted;
        out->has_writeback |= is_whole;
        out->writeback_register = is_whole ? access->m : NO_REGISTER;
    }
    effect_transfer(out, access->t, access->is_load ? 4 : access->bytes, access->bytes, 0, !access->is_load, access->is_signed);
    if (is_pair)
        effect_transfer(out, access->t2, 4, access->bytes, access->bytes, !access->is_load, false);
    if (access->is_load && access->t == 15)
        out->flow = access->n == ARM_SP && access->writes_back ? FLOW_RETURN : FLOW_JUMP;
}

void arm_block(unsigned n, uint32_t list, bool is_load, bool is_up, bool is_before, bool writes_back, struct effect *out)
{
    int count = 0, at = 0;
    for (unsigned i = 0; i < 16; i++)
        count += list >> i & 1;
    int bytes = 4 * count, first = is_up ? 4 * is_before : 4 * !is_before - bytes;
    effect_memory(out, n, first, (uint32_t)bytes, is_load, !is_load);
    out->operation = is_load ? OPERATION_LOAD : OPERATION_STORE;
    for (unsigned i = 0; i < 16; i++)
        if (list >> i & 1) {
            effect_transfer(out, i, 4, 4, at, !is_load, false);
            at += 4;
        }
    if (writes_back) {
        register_set_add(&out->writes, n);
        out->has_writeback = true;
        out->is_pre = is_before;
        out->writeback = is_up ? bytes : -bytes;
    }
    /* A frame's end: off the stack, or with the stack pointer itself */
    if (is_load && list >> 15)
        out->flow = n == ARM_SP || list >> ARM_SP & 1 ? FLOW_RETURN : FLOW_JUMP;
}

/* ------------------------------------------------------------------------ control */

bool arm_return(const struct arm_code *code, struct effect *out)
{
    (void)code;
    out->flow = FLOW_RETURN;
    return true;
}

/* blx: the register is in the row. */
bool arm_call_register(const struct arm_code *code, struct effect *out)
{
    out->source = part(code->is_thumb ? arm_bits(code->word, 3, 4) : arm_bits(code->word, 0, 4));
    out->flow = FLOW_CALL;
    return true;
}

bool arm_trap(const struct arm_code *code, struct effect *out)
{
    (void)code;
    out->flow = FLOW_TRAP;
    return true;
}

/* mcr and mrc of the thread pointer are named; pc as the destination is the flags. */
bool arm_coprocessor_move(const struct arm_code *code, struct effect *out)
{
    uint32_t word = code->word;
    bool is_read = word >> 20 & 1, is_thread = (word & 0x00ef0fff) == 0x000d0f70;
    unsigned t = arm_bits(word, 12, 4);
    if (!arm_foreign(code, out))
        return false;
    register_set_add(is_read ? &out->reads : &out->writes, is_thread ? ARM_TPIDR : ARM_SYSTEM);
    if (is_read)
        register_set_add(&out->writes, t == 15 ? ARM_FLAGS : t);
    else
        register_set_add(&out->reads, t);
    return true;
}

bool arm_system_call(const struct arm_code *code, struct effect *out)
{
    (void)code;
    out->flow = FLOW_SYSTEM;
    return true;
}

bool arm_landing(const struct arm_code *code, struct effect *out)
{
    (void)code;
    out->is_landing = true;
    return true;
}

/* Of a coprocessor: 10 and 11 are the floating-point unit, which has rows of its own. */
bool arm_foreign(const struct arm_code *code, struct effect *out)
{
    unsigned coprocessor = arm_bits(code->word, 8, 4);
    (void)out;
    return coprocessor != 10 && coprocessor != 11;
}

bool arm_coprocessor_memory(const struct arm_code *code, struct effect *out)
{
    uint32_t word = code->word;
    unsigned n = arm_bits(word, 16, 4);
    bool is_up = word >> 23 & 1, is_pre = word >> 24 & 1, writes_back = word >> 21 & 1;
    int64_t offset = (int64_t)(word & 0xff) * (is_up ? 4 : -4);
    if (!arm_foreign(code, out) || !(is_up || is_pre || writes_back))
        return false;
    bool is_literal = n == 15;
    effect_memory(out, is_literal ? NO_REGISTER : n, is_literal ? (int64_t)(code->pc & ~(uint64_t)3) + offset : is_pre ? offset : 0, 0,
                  word >> 20 & 1, !(word >> 20 & 1));
    if (writes_back) {
        register_set_add(&out->writes, n);
        out->has_writeback = true;
        out->is_pre = is_pre;
        out->writeback = offset;
    }
    return true;
}

/* srs and rfe: of the system's. */
bool arm_state_block(const struct arm_code *code, struct effect *out)
{
    bool is_load = code->word >> 20 & 1, is_up = code->word >> 23 & 1, is_before = code->word >> 24 & 1, writes_back = code->word >> 21 & 1;
    unsigned n = is_load ? arm_bits(code->word, 16, 4) : ARM_SP;
    effect_memory(out, n, is_up ? 4 * is_before : 4 * !is_before - 8, 8, is_load, !is_load);
    if (writes_back)
        register_set_add(&out->writes, n);
    register_set_add(is_load ? &out->writes : &out->reads, ARM_SYSTEM);
    if (is_load)
        out->flow = FLOW_RETURN;
    return true;
}

/* msr: `fields` are the bytes that are written. */
bool arm_write_status(unsigned fields, bool is_saved, struct effect *out)
{
    if (fields & 8 && !is_saved)
        register_set_add_run(&out->writes, ARM_FLAGS, 2);
    if (fields & 4 && !is_saved)
        register_set_add(&out->writes, ARM_GE);
    if (fields & 3 || is_saved)
        register_set_add(&out->writes, ARM_SYSTEM);
    return fields || is_saved;
}
