// Updates of parameters by optimisers, each in one pass over the memory, for one
// instruction set and element type (see lanes.h).

// g, what is to be followed: the gradient with the decay that is part of it.
#define GRADIENT(u) BP_FMA((vec)(u)->decay, BP_GET(w), (vec)(u)->scale * BP_GET(dw))

static TARGET void NAME(sgd)(ptrdiff_t n, const BP_OF_TYPE(bp_sgd) *u, const T *dw, T *v, T *w)
{
    if (v == NULL) {
        BP_EACH(n, BP_PUT(w, BP_FMA((vec)-u->rate, GRADIENT(u), BP_GET(w)));)
        return;
    }
    const bool nesterov = u->nesterov;
    BP_EACH(n,
        const vec g = GRADIENT(u);
        const vec speed = (vec)u->momentum * BP_GET(v) + g;
        BP_PUT(v, speed);
        const vec step = nesterov ? BP_FMA((vec)u->momentum, speed, g) : speed;
        BP_PUT(w, BP_FMA((vec)-u->rate, step, BP_GET(w)));)
}

static TARGET void NAME(adagrad)(ptrdiff_t n, const BP_OF_TYPE(bp_adagrad) *u, const T *dw, T *h, T *w)
{
    BP_EACH(n,
        const vec g = GRADIENT(u);
        const vec squares = BP_FMA(g, g, BP_GET(h));
        BP_PUT(h, squares);
        const vec step = g / (__builtin_elementwise_sqrt(squares) + (vec)u->epsilon);
        BP_PUT(w, BP_FMA((vec)-u->rate, step, BP_GET(w)));)
}

static TARGET void NAME(rmsprop)(ptrdiff_t n, const BP_OF_TYPE(bp_rmsprop) *u, const T *dw, T *h, T *w)
{
    BP_EACH(n,
        const vec g = GRADIENT(u);
        const vec squares = BP_FMA((vec)u->fresh * g, g, (vec)u->kept * BP_GET(h));
        BP_PUT(h, squares);
        const vec step = g / (__builtin_elementwise_sqrt(squares) + (vec)u->epsilon);
        BP_PUT(w, BP_FMA((vec)-u->rate, step, BP_GET(w)));)
}

static TARGET void NAME(adam)(ptrdiff_t n, const BP_OF_TYPE(bp_adam) *u, const T *dw, T *m, T *h, T *w)
{
    BP_EACH(n,
        const vec g = GRADIENT(u);
        const vec mean = BP_FMA((vec)u->fresh1, g, (vec)u->kept1 * BP_GET(m));
        const vec squares = BP_FMA((vec)u->fresh2 * g, g, (vec)u->kept2 * BP_GET(h));
        BP_PUT(m, mean);
        BP_PUT(h, squares);
        const vec step = mean / BP_FMA((vec)u->root, __builtin_elementwise_sqrt(squares), (vec)u->epsilon);
        const vec old = BP_GET(w);
        BP_PUT(w, BP_FMA((vec)-u->rate, step, BP_FMA((vec)-u->shrink, old, old)));)
}

#undef GRADIENT
