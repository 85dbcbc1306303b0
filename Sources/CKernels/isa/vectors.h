// The vector types of one instruction set and element type (see lanes.h), and
// how they are read and written.

#define vec NAME(vec)
#define half_vec NAME(half_vec)
#define mask_vec NAME(mask_vec)
#define byte_vec NAME(byte_vec)

typedef T vec __attribute__((ext_vector_type(LANES)));
typedef MASK_T mask_vec __attribute__((ext_vector_type(LANES)));
typedef uint8_t byte_vec __attribute__((ext_vector_type(LANES)));
typedef bool NAME(bool_vec) __attribute__((ext_vector_type(LANES)));

// Where half vectors are not used, code that mentions them still has to compile.
typedef T half_vec __attribute__((ext_vector_type(HALF_LANES ? HALF_LANES : LANES)));

// The same in memory, where they may lie anywhere.
typedef half_vec NAME(half_vec_there) __attribute__((aligned(1), may_alias));
typedef vec NAME(vec_there) __attribute__((aligned(1), may_alias));
typedef byte_vec NAME(byte_vec_there) __attribute__((aligned(1), may_alias));

BP_INLINE TARGET vec NAME(load)(const T *p)
{
    return *(const NAME(vec_there) *)p;
}

BP_INLINE TARGET void NAME(store)(T *p, vec x)
{
    *(NAME(vec_there) *)p = x;
}

BP_INLINE TARGET half_vec NAME(load_half)(const T *p)
{
    return *(const NAME(half_vec_there) *)p;
}

BP_INLINE TARGET byte_vec NAME(load_bytes)(const uint8_t *p)
{
    return *(const NAME(byte_vec_there) *)p;
}
