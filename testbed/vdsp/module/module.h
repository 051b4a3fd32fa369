/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_MODULE_H
#define VDSP_MODULE_H

#include "fastrpc/object.h"

extern const struct object native_calculator;
extern const struct object native_echo;
extern const struct object native_listener;
extern const struct object native_listener1;
extern const struct object native_selftest;
extern const struct object native_sobel;

bool module_may_be_file(const char *name);
const struct object *module_find(const char *name);

#endif /* VDSP_MODULE_H */
