/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_INTTYPES_H
#define QDA_INTTYPES_H

#include <stdint.h>

/* How to print and scan the types of <stdint.h>: what the compiler says of them. */
#define PRId8		__INT8_FMTd__
#define PRId16		__INT16_FMTd__
#define PRId32		__INT32_FMTd__
#define PRId64		__INT64_FMTd__
#define PRIdMAX		__INTMAX_FMTd__
#define PRIdPTR		__INTPTR_FMTd__
#define PRIi8		__INT8_FMTi__
#define PRIi16		__INT16_FMTi__
#define PRIi32		__INT32_FMTi__
#define PRIi64		__INT64_FMTi__
#define PRIiMAX		__INTMAX_FMTi__
#define PRIiPTR		__INTPTR_FMTi__
#define PRIo8		__UINT8_FMTo__
#define PRIo16		__UINT16_FMTo__
#define PRIo32		__UINT32_FMTo__
#define PRIo64		__UINT64_FMTo__
#define PRIoMAX		__UINTMAX_FMTo__
#define PRIoPTR		__UINTPTR_FMTo__
#define PRIu8		__UINT8_FMTu__
#define PRIu16		__UINT16_FMTu__
#define PRIu32		__UINT32_FMTu__
#define PRIu64		__UINT64_FMTu__
#define PRIuMAX		__UINTMAX_FMTu__
#define PRIuPTR		__UINTPTR_FMTu__
#define PRIx8		__UINT8_FMTx__
#define PRIx16		__UINT16_FMTx__
#define PRIx32		__UINT32_FMTx__
#define PRIx64		__UINT64_FMTx__
#define PRIxMAX		__UINTMAX_FMTx__
#define PRIxPTR		__UINTPTR_FMTx__
#define PRIX8		__UINT8_FMTX__
#define PRIX16		__UINT16_FMTX__
#define PRIX32		__UINT32_FMTX__
#define PRIX64		__UINT64_FMTX__
#define PRIXMAX		__UINTMAX_FMTX__
#define PRIXPTR		__UINTPTR_FMTX__
#define SCNd8		__INT8_FMTd__
#define SCNd16		__INT16_FMTd__
#define SCNd32		__INT32_FMTd__
#define SCNd64		__INT64_FMTd__
#define SCNdMAX		__INTMAX_FMTd__
#define SCNdPTR		__INTPTR_FMTd__
#define SCNi8		__INT8_FMTi__
#define SCNi16		__INT16_FMTi__
#define SCNi32		__INT32_FMTi__
#define SCNi64		__INT64_FMTi__
#define SCNiMAX		__INTMAX_FMTi__
#define SCNiPTR		__INTPTR_FMTi__
#define SCNo8		__UINT8_FMTo__
#define SCNo16		__UINT16_FMTo__
#define SCNo32		__UINT32_FMTo__
#define SCNo64		__UINT64_FMTo__
#define SCNoMAX		__UINTMAX_FMTo__
#define SCNoPTR		__UINTPTR_FMTo__
#define SCNu8		__UINT8_FMTu__
#define SCNu16		__UINT16_FMTu__
#define SCNu32		__UINT32_FMTu__
#define SCNu64		__UINT64_FMTu__
#define SCNuMAX		__UINTMAX_FMTu__
#define SCNuPTR		__UINTPTR_FMTu__
#define SCNx8		__UINT8_FMTx__
#define SCNx16		__UINT16_FMTx__
#define SCNx32		__UINT32_FMTx__
#define SCNx64		__UINT64_FMTx__
#define SCNxMAX		__UINTMAX_FMTx__
#define SCNxPTR		__UINTPTR_FMTx__

#ifdef __cplusplus
extern "C" {
#endif

intmax_t imaxabs(intmax_t number);
intmax_t strtoimax(const char *text, char **end, int base);
uintmax_t strtoumax(const char *text, char **end, int base);

#ifdef __cplusplus
}
#endif

#endif
