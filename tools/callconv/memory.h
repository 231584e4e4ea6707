/* Memory of programs that read large headers: few page faults. */
#ifndef TOOLS_MEMORY_H
#define TOOLS_MEMORY_H

#include <callconv/callconv.h>

/* For cconv_options.allocator. Small blocks come from the C library; large ones from mappings of huge pages, where the
   system has them: a fault for each 2 MiB in place of one for each 4 KiB. A mapping is used again once all of its
   blocks were given back, and never unmapped. For one thread. */
cconv_allocator memory_huge_pages(void);

#endif
