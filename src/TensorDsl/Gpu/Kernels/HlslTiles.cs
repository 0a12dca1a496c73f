namespace TensorDsl.Hlsl;

/// <summary>
/// The skeletons of kernels over tiles as macros: of a group's 256 threads each has ROWS × COLUMNS results (row l_ty + 16 l_i, column l_tx + 16 l_j,
/// accumulator l_o = COLUMNS l_i + l_j), so that the group has 16 times as many rows and columns. What is folded goes through shared memory sixteen
/// positions at a time: S has the points of one side behind each other, and a word of padding. With 4 × 4 results a thread reads 8 words for 16
/// operations, with 4 × 8 or 8 × 4 it reads 12 for 32; sides of 8 go through s_wide.
/// </summary>
internal static class HlslTiles
{
    public const string Text =
        """
        #define TDSL_FILL(ARRAY, COUNT, VALUE) [unroll] for (uint l_z = 0u; l_z < COUNT; l_z++) { ARRAY[l_z] = VALUE; }

        #define TDSL_THREAD uint l_tx = threadIndex & 15u; uint l_ty = threadIndex >> 4;

        #define TDSL_SWEEP \
            uint l_blocks = (k_rowTo - k_rowFrom + 63u) / 64u; \
            uint l_segment = groupId / l_blocks; \
            uint l_base = k_rowFrom + (groupId - l_segment * l_blocks) * 64u; \
            uint l_from = k_columnFrom + l_segment * k_segment; \
            uint l_to = min(k_columnTo, l_from + k_segment); \
            TDSL_THREAD

        #define TDSL_LOAD(S, SIDE, FIRST, END, DEPTH, ELEMENT, POINT, POSITION) \
            [unroll] for (uint l_e = 0u; l_e < SIDE; l_e++) \
            { \
                uint l_w = threadIndex + l_e * 256u; \
                uint l_p = POINT; \
                uint l_r = FIRST + l_p; \
                uint l_d = POSITION; \
                uint l_u = l_k + l_d; \
                float l_v = 0.0; \
                if (l_r < END && l_u < DEPTH) { l_v = ELEMENT; } \
                S[l_d * (16u * SIDE + 1u) + l_p] = l_v; \
            }

        #define TDSL_LOAD_DEPTH(S, SIDE, FIRST, END, DEPTH, ELEMENT) TDSL_LOAD(S, SIDE, FIRST, END, DEPTH, ELEMENT, l_w >> 4, l_w & 15u)

        #define TDSL_LOAD_POINTS(S, SIDE, FIRST, END, DEPTH, ELEMENT) TDSL_LOAD(S, SIDE, FIRST, END, DEPTH, ELEMENT, l_w & (16u * SIDE - 1u), l_w / (16u * SIDE))

        #define TDSL_FOLD(SX, ROWS, SY, COLUMNS, COUNT, STEP) \
            GroupMemoryBarrierWithGroupSync(); \
            for (uint l_q = 0u; l_q < COUNT; l_q++) \
            { \
                float l_b[COLUMNS]; \
                [unroll] for (uint l_z = 0u; l_z < COLUMNS; l_z++) { l_b[l_z] = SY[l_q * (16u * COLUMNS + 1u) + l_tx + 16u * l_z]; } \
                [unroll] for (uint l_i = 0u; l_i < ROWS; l_i++) \
                { \
                    float l_a = SX[l_q * (16u * ROWS + 1u) + l_ty + 16u * l_i]; \
                    [unroll] for (uint l_j = 0u; l_j < COLUMNS; l_j++) { uint l_o = l_i * COLUMNS + l_j; STEP } \
                } \
            } \
            GroupMemoryBarrierWithGroupSync();

        #define TDSL_RESULTS(ROWS, COLUMNS, ROWEND, COLUMNEND, STATEMENTS) \
            [unroll] for (uint l_i = 0u; l_i < ROWS; l_i++) \
            { \
                uint l_row = l_base + l_ty + 16u * l_i; \
                [unroll] for (uint l_j = 0u; l_j < COLUMNS; l_j++) \
                { \
                    uint l_o = l_i * COLUMNS + l_j; \
                    uint l_column = l_c + l_tx + 16u * l_j; \
                    if (l_row < ROWEND && l_column < COLUMNEND) { STATEMENTS } \
                } \
            }

        #define TDSL_ONLINE(MAX, SUM, VALUE) { float l_m = MAX[l_i]; float l_s = SUM[l_i]; tdsl_online(l_m, l_s, VALUE); MAX[l_i] = l_m; SUM[l_i] = l_s; }

        #define TDSL_OWNED(PART, COMBINE, TO) \
            [unroll] for (uint l_z = 0u; l_z < 4u; l_z++) { s_x[(l_ty + 16u * l_z) * 17u + l_tx] = PART[l_z]; } \
            GroupMemoryBarrierWithGroupSync(); \
            if (threadIndex < 64u && l_base + threadIndex < k_rowTo) \
            { \
                float l_m = s_x[threadIndex * 17u]; \
                for (uint l_q = 1u; l_q < 16u; l_q++) { float l_v = s_x[threadIndex * 17u + l_q]; l_m = COMBINE; } \
                TO = l_m; \
            } \
            GroupMemoryBarrierWithGroupSync();

        #define TDSL_OWNED_ONLINE(MAX, SUM, TOMAX, TOSUM) \
            [unroll] for (uint l_z = 0u; l_z < 4u; l_z++) \
            { \
                uint l_w = (l_ty + 16u * l_z) * 17u + l_tx; \
                s_x[l_w] = MAX[l_z]; \
                s_y[l_w] = SUM[l_z]; \
            } \
            GroupMemoryBarrierWithGroupSync(); \
            if (threadIndex < 64u && l_base + threadIndex < k_rowTo) \
            { \
                float l_m = s_x[threadIndex * 17u]; \
                float l_s = s_y[threadIndex * 17u]; \
                for (uint l_q = 1u; l_q < 16u; l_q++) \
                { \
                    float l_m2 = s_x[threadIndex * 17u + l_q]; \
                    float l_s2 = s_y[threadIndex * 17u + l_q]; \
                    tdsl_merge(l_m, l_s, l_m2, l_s2); \
                } \
                TOMAX = l_m; \
                TOSUM = l_s; \
            } \
            GroupMemoryBarrierWithGroupSync();

        """;
}
