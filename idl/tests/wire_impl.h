/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef IDL_WIRE_IMPL_H
#define IDL_WIRE_IMPL_H

/* What the method that was called last has got: " a=11 b=22000000"; NULL: none ran. */
const char *wire_impl_text(void);
void wire_impl_clear(void);

/* What the methods return. */
extern int wire_impl_result;

#endif
