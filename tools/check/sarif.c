/* Findings as SARIF 2.1.0, which editors and systems of code review read. */
#include "check.h"

#include <stdio.h>

void check_sarif_begin(void)
{
    const struct check_rule *rule;
    fputs("{\"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\", \"version\": \"2.1.0\", \"runs\": [{\n"
          "  \"tool\": {\"driver\": {\"name\": \"callconv check\", \"rules\": [", stdout);
    for (size_t i = 0; (rule = check_rule_at(i)); i++) {
        printf("%s\n    {\"id\": \"%s\", \"defaultConfiguration\": {\"level\": \"%s\"}, \"help\": {\"text\": ", i ? "," : "", rule->name,
               rule->is_error ? "error" : "warning");
        check_string(rule->mend);
        fputs("}}", stdout);
    }
    fputs("]}},\n  \"results\": [", stdout);
}

void check_sarif(const struct walk *walk, const struct finding *finding, size_t index)
{
    const struct check_rule *rule = check_rule(finding->rule);
    char place[256], message[640];
    const char *reg = finding->reg < FOLLOWED ? instruction_register_name(walk->contract->arch, walk->contract->reg[finding->reg]) : "the return address";
    check_place(walk, finding->address, place, sizeof place);
    snprintf(message, sizeof message, "%s: %s: expected %s, found %s", place, reg, finding->expected, finding->found);
    printf("%s\n    {\"ruleId\": \"%s\", \"level\": \"%s\", \"message\": {\"text\": ", index ? "," : "", rule->name, rule->is_error ? "error" : "warning");
    check_string(message);
    fputs("}, \"locations\": [{\"physicalLocation\": {\"artifactLocation\": {\"uri\": ", stdout);
    check_string(walk->image->object->path);
    printf("}, \"address\": {\"absoluteAddress\": %llu}}, \"logicalLocations\": [{\"kind\": \"function\", \"fullyQualifiedName\": ",
           (unsigned long long)finding->address);
    check_string(walk->function->name ? walk->function->name : place);
    fputs("}]}]}", stdout);
}

void check_sarif_end(void)
{
    puts("]\n}]}");
}
