/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef AEESTDDEF_H
#define AEESTDDEF_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Types by their usual names. Each has a guard, which others that declare it know.
 */
#ifndef _AEEUID_DEFINED
#define _AEEUID_DEFINED
typedef uint32_t AEEUID;
#endif
#ifndef _AEEIID_DEFINED
#define _AEEIID_DEFINED
typedef uint32_t AEEIID;
#endif
#ifndef _AEECLSID_DEFINED
#define _AEECLSID_DEFINED
typedef uint32_t AEECLSID;
#endif
#ifndef _AEEPRIVID_DEFINED
#define _AEEPRIVID_DEFINED
typedef uint32_t AEEPRIVID;
#endif
#ifndef _AECHAR_DEFINED
#define _AECHAR_DEFINED
typedef uint16_t AECHAR;
#endif
#ifndef _AEERESULT_DEFINED
#define _AEERESULT_DEFINED
typedef int AEEResult;
#endif

#ifndef _BOOL_DEFINED
#define _BOOL_DEFINED
typedef uint8_t boolean;
#endif
#ifndef _INT8_DEFINED
#define _INT8_DEFINED
typedef signed char int8;
#endif
#ifndef _UINT8_DEFINED
#define _UINT8_DEFINED
typedef uint8_t uint8;
#endif
#ifndef _BYTE_DEFINED
#define _BYTE_DEFINED
typedef uint8_t byte;
#endif
#ifndef _INT16_DEFINED
#define _INT16_DEFINED
typedef int16_t int16;
#endif
#ifndef _UINT16_DEFINED
#define _UINT16_DEFINED
typedef uint16_t uint16;
#endif
#ifndef _INT32_DEFINED
#define _INT32_DEFINED
typedef int32_t int32;
#endif
#ifndef _UINT32_DEFINED
#define _UINT32_DEFINED
typedef uint32_t uint32;
#endif
/* Not int64_t, which is long on arm64: generated code takes pointers to these. */
#ifndef _INT64_DEFINED
#define _INT64_DEFINED
typedef long long int64;
#endif
#ifndef _UINT64_DEFINED
#define _UINT64_DEFINED
typedef unsigned long long uint64;
#endif

#ifndef TRUE
#define TRUE 1
#endif
#ifndef FALSE
#define FALSE 0
#endif

#ifndef MIN_AECHAR
#define MIN_AECHAR 0
#endif
#ifndef MAX_AECHAR
#define MAX_AECHAR 65535
#endif

#ifndef CDECL
#define CDECL
#endif

#define __STR__(x) #x
#define __TOSTR__(x) __STR__(x)
#define __FILE_LINE__ __FILE__ ":" __TOSTR__(__LINE__)

/* A character of a wstring of IDL. */
#ifndef __QIDL_WCHAR_T_DEFINED__
#define __QIDL_WCHAR_T_DEFINED__
typedef unsigned short _wchar_t;
#endif

#endif
