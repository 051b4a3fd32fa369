/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_TESTS_PLAYER_UPCALL_H
#define DSP_TESTS_PLAYER_UPCALL_H

struct player;

void player_upcall(struct player *player);

#endif
