/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_NODE_H
#define QDA_NODE_H

#include <dirent.h>
#include <stdint.h>

int qda_node_next(DIR *dir, int after);

int qda_node_watch_open(void);
int qda_node_watch_arm(int watch, const char *dir);
int qda_node_watch_wait(int watch, int timeout_ms);

#endif
