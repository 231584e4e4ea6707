/* Source: ISO C17 6.7.2.3, a typedef of a type that is completed later; gcc 12 and clang 19. */
typedef struct node node;
typedef node node_t;
typedef union value value __attribute__((aligned(32)));
struct node { int key; struct node *next; };
union value { double d; char c[3]; };
node by_value(node a, node_t b);
void sizes(char (*a)[sizeof(node)], char (*b)[_Alignof(node_t)], char (*c)[sizeof(node[2])], char (*d)[_Alignof(value)]);
struct holder { char c; node n; _Alignas(node_t) char d; value v; };
struct holder holds(struct holder a, value b);
