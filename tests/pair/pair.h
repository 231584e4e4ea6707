/* What generate.c writes for driver.c: prototypes, where the compiled code of each is, and its values. */
#ifndef PAIR_H
#define PAIR_H

struct pair_value {
    unsigned offset, size;         /* in sent, arrived and mask */
};

struct pair_case {
    unsigned long long number;     /* in the run */
    const char *text;              /* declares f_… with all of its types */
    unsigned fixed, count;         /* arguments; those beyond `fixed` pass through ... */
    const char *const *variadic;   /* their types */
    const struct pair_value *values; /* of each argument, then of the result */
    void (*receiver)(void);        /* writes what arrives to `arrived`, returns the result of `sent` */
    void (*mixed)(void);           /* calls `*pointer` with what is in `sent`, writes the result to `arrived` */
    void *volatile *pointer;
    unsigned char *arrived;
    const unsigned char *sent;     /* as it arrives: after promotion */
    const unsigned char *mask;     /* bits that are no padding */
};

/* Each ends in a case without text; the last is NULL. */
extern const struct pair_case *const pair_batches[];
extern const char pair_convention[], pair_target[];
extern const int pair_reading;
extern const unsigned pair_features;

#endif
