/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef BENCH_WRITE_H
#define BENCH_WRITE_H

#include <stdio.h>

#include "report/result.h"

/* The whole page; plots lie beside it. @about: lines about machine and versions. */
void write_markdown(const struct results *r, const char *about, FILE *out);
/* All figures, for programs. */
void write_json(const struct results *r, FILE *out);
/* The counts that do not depend on the host, a line each: "DRIVER POINT WHAT VALUE". */
void write_counts(const struct results *r, FILE *out);
/* All instructions of a call by phase, a line for each driver and point. */
void write_totals(const struct results *r, FILE *out);
/* Compares with such lines of before; prints what has grown, and returns how many. */
int check_counts(const struct results *r, FILE *before);

/* Plots, as SVG. */
void plot_latency(const struct results *r, const char *point, FILE *out);
void plot_phases(const struct results *r, const char *point, FILE *out);
void plot_sizes(const struct results *r, FILE *out);
void plot_depth(const struct results *r, FILE *out);

#endif
