/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef VDSP_LIAR_H
#define VDSP_LIAR_H

void liar_arm(void);
void liar_rest(void);

#endif /* VDSP_LIAR_H */
