/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef DSP_SHELL_EXPORT_H
#define DSP_SHELL_EXPORT_H

/*
 * What libraries can import from the DSP. Each file of the run-time says it
 * below its functions; the linker gathers the entries in one section.
 */
struct export {
	const char *name;
	void *address;
};

#define EXPORT_AS(symbol, object)						\
	static struct export export_##symbol				\
		__attribute__((used, section("exports"))) = {			\
			#symbol, (void *)(object),				\
		}

#define EXPORT(function)	EXPORT_AS(function, &function)

#endif
