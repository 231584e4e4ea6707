/* Source: gcc's manual, "ARM Function Attributes": pcs("aapcs") asks for the base standard. */
double base(float, double) __attribute__((pcs("aapcs")));
double own(float, double) __attribute__((pcs("aapcs-vfp")));
