// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * What compiled code calls because the processor cannot do it. Libraries made with
 * the SDK carry it; others import it, by the names of the compiler's library or by
 * those of Qualcomm's.
 */

#include "os/export.h"
#include "sdk/builtins.h"

EXPORT(__hexagon_udivdi3);
EXPORT_AS(__udivdi3, &__hexagon_udivdi3);
EXPORT_AS(__qdsp_udivdi3, &__hexagon_udivdi3);
EXPORT(__hexagon_umoddi3);
EXPORT_AS(__umoddi3, &__hexagon_umoddi3);
EXPORT_AS(__qdsp_umoddi3, &__hexagon_umoddi3);
EXPORT(__hexagon_divdi3);
EXPORT_AS(__divdi3, &__hexagon_divdi3);
EXPORT_AS(__qdsp_divdi3, &__hexagon_divdi3);
EXPORT(__hexagon_moddi3);
EXPORT_AS(__moddi3, &__hexagon_moddi3);
EXPORT_AS(__qdsp_moddi3, &__hexagon_moddi3);
EXPORT(__hexagon_udivsi3);
EXPORT_AS(__udivsi3, &__hexagon_udivsi3);
EXPORT_AS(__qdsp_udivsi3, &__hexagon_udivsi3);
EXPORT(__hexagon_umodsi3);
EXPORT_AS(__umodsi3, &__hexagon_umodsi3);
EXPORT_AS(__qdsp_umodsi3, &__hexagon_umodsi3);
EXPORT(__hexagon_divsi3);
EXPORT_AS(__divsi3, &__hexagon_divsi3);
EXPORT_AS(__qdsp_divsi3, &__hexagon_divsi3);
EXPORT(__hexagon_modsi3);
EXPORT_AS(__modsi3, &__hexagon_modsi3);
EXPORT_AS(__qdsp_modsi3, &__hexagon_modsi3);
EXPORT(__hexagon_divsf3);
EXPORT_AS(__divsf3, &__hexagon_divsf3);
EXPORT_AS(__qdsp_divsf3, &__hexagon_divsf3);
EXPORT_AS(__hexagon_fast_divsf3, &__hexagon_divsf3);
EXPORT_AS(__hexagon_fast2_divsf3, &__hexagon_divsf3);
EXPORT(__hexagon_divdf3);
EXPORT_AS(__divdf3, &__hexagon_divdf3);
EXPORT_AS(__qdsp_divdf3, &__hexagon_divdf3);
EXPORT_AS(__hexagon_fast_divdf3, &__hexagon_divdf3);
EXPORT_AS(__hexagon_fast2_divdf3, &__hexagon_divdf3);
EXPORT(__extendhfsf2);
EXPORT(__truncsfhf2);
EXPORT(__truncdfhf2);
EXPORT(__mulsc3);
EXPORT(__muldc3);
EXPORT(__divsc3);
EXPORT(__divdc3);
EXPORT(__powisf2);
EXPORT(__powidf2);
EXPORT(__hexagon_memcpy_likely_aligned_min32bytes_mult8bytes);
