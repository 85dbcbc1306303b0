// A line of cases.txt: a kind, and what is to be tried of each of its keys.

#define KEYS_MOST 32
#define VALUE_MOST 64

typedef struct {
    char name[16], value[VALUE_MOST];
} case_key;

typedef struct {
    char kind[16];
    int count;
    case_key keys[KEYS_MOST];
} case_line;

// What goes wrong while a line is read or run.
typedef struct {
    char *text;
    size_t size;
    bool there;
} case_problem;

__attribute__((format(printf, 2, 3)))
static bool tell(case_problem *problem, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    if (!problem->there)
        vsnprintf(problem->text, problem->size, format, arguments);
    va_end(arguments);
    problem->there = true;
    return false;
}

// Random numbers: splitmix64.
typedef struct {
    uint64_t state;
} case_random;

static uint64_t next(case_random *random)
{
    random->state += 0x9e3779b97f4a7c15;
    uint64_t z = random->state;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

// A whole number from 0 to n - 1.
static ptrdiff_t below(case_random *random, ptrdiff_t n)
{
    return (ptrdiff_t)((next(random) >> 11) % (uint64_t)n);
}

static const char *value_of(const case_line *line, const char *name)
{
    for (int i = 0; i < line->count; i++)
        if (strcmp(line->keys[i].name, name) == 0)
            return line->keys[i].value;
    abort();  // A misspelt name in this program.
}

static ptrdiff_t whole(const case_line *line, const char *name)
{
    return (ptrdiff_t)strtoll(value_of(line, name), NULL, 10);
}

// Reads "kind key=value ..." and adds the kind's other keys with what is tried if nothing
// is said of them.
static bool read_line(const char *text, const char *(*defaults)(const char *kind), case_line *line,
                      case_problem *problem)
{
    int length;
    if (sscanf(text, "%15s%n", line->kind, &length) != 1 || !defaults(line->kind))
        return tell(problem, "no kind of case: %s", text);
    const char *known = defaults(line->kind);
    line->count = 0;
    for (int n; *known != 0 && sscanf(known, " %15[^=]=%63s%n", line->keys[line->count].name,
                                      line->keys[line->count].value, &n) == 2; known += n)
        if (++line->count == KEYS_MOST)
            return tell(problem, "%s has too many keys", line->kind);
    char name[16], value[VALUE_MOST];
    const char *rest = text + length;
    for (int n; sscanf(rest, " %15[^= ]=%63s%n", name, value, &n) == 2; rest += n) {
        int i = 0;
        while (i < line->count && strcmp(line->keys[i].name, name) != 0)
            i++;
        if (i == line->count)
            return tell(problem, "%s has no key %s: %s", line->kind, name, text);
        strcpy(line->keys[i].value, value);
    }
    if (rest[strspn(rest, " \n")] != 0)
        return tell(problem, "this can't be read: %s", rest);
    return true;
}

// What is to be tried of a key, as "1|4..7" says: 1 or a number from 4 to 7. With a star at
// the end the choices come in turn.
typedef struct {
    char text[VALUE_MOST];
    bool in_turn;
    int count;
    ptrdiff_t total;
    struct {
        const char *text;  // NULL if it is a number from `first` on
        ptrdiff_t first, size;
    } all[VALUE_MOST / 2];
} case_choices;

static void read_choices(const char *value, case_choices *choices)
{
    strcpy(choices->text, value);
    char *last = choices->text + strlen(value) - 1;
    choices->in_turn = *last == '*';
    if (choices->in_turn)
        *last = 0;
    choices->count = 0;
    choices->total = 0;
    char *rest = choices->text;
    for (char *text; (text = strsep(&rest, "|")); choices->count++) {
        const char *dots = strstr(text, "..");
        const ptrdiff_t first = (ptrdiff_t)strtoll(text, NULL, 10);
        const ptrdiff_t size = dots ? (ptrdiff_t)strtoll(dots + 2, NULL, 10) - first + 1 : 1;
        choices->all[choices->count].text = dots ? NULL : text;
        choices->all[choices->count].first = first;
        choices->all[choices->count].size = size;
        choices->total += size;
    }
}

// How many cases it takes for all combinations of choices that come in turn.
static ptrdiff_t combinations(const case_line *line)
{
    ptrdiff_t product = 1;
    case_choices choices;
    for (int i = 0; i < line->count; i++) {
        read_choices(line->keys[i].value, &choices);
        if (choices.in_turn)
            product *= choices.total;
    }
    return product;
}

// Chooses a value for each key of the case with the number `turn`.
static case_line choose(const case_line *line, ptrdiff_t turn, case_random random)
{
    case_line chosen = *line;
    case_choices choices;
    for (int key = 0; key < line->count; key++) {
        read_choices(line->keys[key].value, &choices);
        ptrdiff_t i = 0, place;
        if (choices.in_turn) {
            place = turn % choices.total;
            turn /= choices.total;
            for (; place >= choices.all[i].size; i++)
                place -= choices.all[i].size;
        } else {
            i = below(&random, choices.count);
            place = below(&random, choices.all[i].size);
        }
        if (choices.all[i].text)
            strcpy(chosen.keys[key].value, choices.all[i].text);
        else
            snprintf(chosen.keys[key].value, VALUE_MOST, "%td", choices.all[i].first + place);
    }
    return chosen;
}
