/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_TESTS_RULE_H
#define DSP_TESTS_RULE_H

/* A function of rules returns the line of the first one that is broken, 0 if none is. */
#define RULE(condition)			\
	do {				\
		if (!(condition))	\
			return __LINE__;\
	} while (0)

#endif
