/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef TESTS_BOARD_H
#define TESTS_BOARD_H

#include <stddef.h>

/*
 * The board from inside the guest: the control line to the virtual DSP, the
 * DSP's remoteproc, and the driver module.
 */

/*
 * Sends one command to the virtual DSP; fills in its answer line, or waits for none if that
 * is NULL. 0 or -errno.
 */
int board_ask(const char *command, char *answer, size_t size);
/* The same; the case fails if the answer is not "ok ...". */
void board_tell(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* A number from the virtual DSP's "stats"; the case fails if it is not there. */
long board_stat(const char *key);
/* Waits until a number of "stats" has the value, else the case fails. */
void board_stat_wait(const char *key, long value);

/* Waits until a number of "stats" that only grows has reached the value. */
void board_stat_reach(const char *key, long value);

/* Takes the lies of a former case back. */
void board_honest(void);

/* State of the DSP under test, as remoteproc says it: "running". */
void board_dsp_state(char *state, size_t size);
void board_dsp_wait(const char *state);
/* Writes "start" or "stop"; 0 or -errno. */
int board_dsp_write(const char *order);
/* Stops it and starts it; the driver may need a moment more: raw_open_wait(). */
void board_dsp_restart(void);

/* Writes a string to a file of sysfs; 0 or -errno. */
int board_write(const char *path, const char *text);

/* The driver module, with parameters as insmod takes them; 0 or -errno. */
int board_module_load_with(const char *params);
int board_module_load(void);
int board_module_unload(void);
/* Where the code of a module begins, and where it has ended for sure; 0 or -ENOENT. */
int board_module_find(const char *name, unsigned long *start, unsigned long *end);

/*
 * Takes the driver from the device. The channel is closed with it, the DSP opens it
 * again, and the driver binds the device that comes with that.
 */
void board_unbind(void);

/* Log lines that a stop, start or crash of the DSP causes. */
extern const char *const board_log_restart[];
/* The same, and the line of GLINK when a DSP does not give its messages back. */
extern const char *const board_log_soak[];
/* Log lines of the kernel's core when a node comes. */
extern const char *const board_log_node[];
/* Log lines of a DSP that the driver refuses, each time that it offers its channel. */
extern const char *const board_log_refused[];
/* Log lines that an access without mapping causes. */
extern const char *const board_log_fault[];

#endif
