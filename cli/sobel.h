/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_SOBEL_H
#define QDA_SOBEL_H

#include <stdint.h>

/* Smallest width and height of a picture that has edges to find. */
#define SOBEL_MIN	3

void sobel_filter(const uint8_t *src, uint32_t src_stride, uint8_t *dst,
		  uint32_t dst_stride, uint32_t width, uint32_t height);

#endif
