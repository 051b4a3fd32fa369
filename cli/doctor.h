/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_DOCTOR_H
#define QDA_DOCTOR_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "machine.h"

struct qda_device;

/* Links that are kept; what comes after them is not. */
#define DOCTOR_LINKS	256
/* DSPs of one machine. */
#define DOCTOR_DSPS	8
/* Bytes of a sentence. */
#define DOCTOR_TEXT	640
/* Bytes of the path of a folder; a path of something in it is shorter than PATH_MAX. */
#define DOCTOR_FOLDER	1024

/**
 * enum doctor_state - how a link of the chain is
 */
enum doctor_state {
	/** @DOCTOR_OK: there, and right */
	DOCTOR_OK,
	/** @DOCTOR_UNSEEN: not looked at, the text says why */
	DOCTOR_UNSEEN,
	/** @DOCTOR_DOUBT: it may do */
	DOCTOR_DOUBT,
	/** @DOCTOR_MISSING: not there, or wrong */
	DOCTOR_MISSING,
};

/**
 * struct doctor_link - one link of the chain from a program to code on a DSP
 */
struct doctor_link {
	/** @name: what it is */
	const char *name;
	/** @of: whose: a DSP or a file; "" for the machine's */
	char of[128];
	/** @state: how it is */
	enum doctor_state state;
	/** @text: what was found */
	char text[DOCTOR_TEXT];
	/** @remedy: what to do about it, or "" */
	char remedy[DOCTOR_TEXT];
};

/**
 * struct doctor - what is found out about a machine
 */
struct doctor {
	/** @root: "", or the folder that is another machine's root */
	const char *root;
	/** @only: the domain of the only DSP to look at, or NULL */
	const char *only;
	/** @links: the chain, what others hang on first */
	struct doctor_link links[DOCTOR_LINKS];
	/** @count: number of @links */
	unsigned int count;
};

/**
 * struct doctor_dsp - one DSP of the device tree
 */
struct doctor_dsp {
	/** @name: its label, "cdsp" */
	char name[MACHINE_TEXT];
	/** @tree: its node "fastrpc" in the device tree */
	char tree[DOCTOR_FOLDER];
	/** @processor: its folder in /sys/class/remoteproc, or "" */
	char processor[DOCTOR_FOLDER];
	/** @node: "/dev/accel/accel0", or "" if there is none to open */
	char node[64];
};

/* Sentences about a link: what is found, then what to do. */
struct doctor_link *doctor_add(struct doctor *doctor, const char *name,
			       const char *of, enum doctor_state state);
__attribute__((format(printf, 2, 3)))
void doctor_text(struct doctor_link *link, const char *format, ...);
__attribute__((format(printf, 2, 3)))
void doctor_remedy(struct doctor_link *link, const char *format, ...);
const struct doctor_link *doctor_worst(const struct doctor *doctor);

void doctor_path(const struct doctor *doctor, char *path, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The parts of the chain, in its order. */
void doctor_see_kernel(struct doctor *doctor);
unsigned int doctor_see_tree(struct doctor *doctor, struct doctor_dsp *dsps);
void doctor_see_processor(struct doctor *doctor, struct doctor_dsp *dsp);
void doctor_see_node(struct doctor *doctor, struct doctor_dsp *dsp);
uint32_t doctor_ask(struct doctor *doctor, const struct doctor_dsp *dsp);
void doctor_see_path(struct doctor *doctor);
void doctor_see_skeleton(struct doctor *doctor, const char *file,
			 const struct doctor_dsp *dsp, uint32_t isa);

#endif
