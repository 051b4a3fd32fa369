/* SPDX-License-Identifier: MIT */
/* Copyright (c) 2026 The qda authors */
#ifndef QDA_SKEL_H
#define QDA_SKEL_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Everything that a library of remote methods needs, without an IDL compiler.
 *
 *	#include <qda/skel.h>
 *
 *	int hello_double(void *state, struct skel_arg *in, struct skel_arg *out)
 *	{
 *		const int32_t *number = in[0].data;
 *		int32_t *twice = out[0].data;
 *
 *		*twice = 2 * *number;
 *		return 0;
 *	}
 *
 *	#define HELLO_METHODS(METHOD)				\
 *		METHOD(2, hello_double, "double in:i32 out:i32")
 *
 *	SKEL(hello, HELLO_METHODS);
 *
 * makes libhello_skel.so, which a program opens as "hello".
 */

/* What a method returns when it fails; any other number is fine too. */
#define SKEL_EFAILED		((int)0x80000401)
#define SKEL_ENOMEMORY		((int)0x80000402)
#define SKEL_EBADPARM		((int)0x8000040e)
#define SKEL_EUNSUPPORTED	((int)0x80000414)

/**
 * struct skel_arg - one argument of a call: a remote_arg of FastRPC
 *
 * Inputs may be read-only memory, and no argument is there any longer when the
 * method has returned.
 */
struct skel_arg {
	union {
		/** @data: first byte of a buffer */
		void *data;
		/** @fd: handle argument: the guest's tag of the memory */
		int32_t fd;
	};
	union {
		/** @size: bytes of the buffer */
		uint32_t size;
		/** @offset: handle argument: where it starts in the memory */
		uint32_t offset;
	};
};

_Static_assert(sizeof(void *) != 4 || sizeof(struct skel_arg) == 8, "remote_arg");

/*
 * A method. @in are the input buffers, @out the output buffers and behind them
 * the handles. Counts, sizes and alignment are as its text says: nothing has to
 * be checked again but what depends on values. Calls of several threads of the
 * program run at the same time, also in one @state.
 *
 * A method that is not static is named when it crashes.
 */
typedef int skel_function(void *state, struct skel_arg *in, struct skel_arg *out);

/**
 * struct skel_method - one row of the table
 */
struct skel_method {
	/** @number: 2 to 31 */
	uint32_t number;
	/** @function: the method */
	skel_function *function;
	/** @text: "NAME ARG..."; see SKEL() */
	const char *text;
};

/**
 * struct skel - a library; what SKEL() fills in
 */
struct skel {
	const struct skel_method *methods;
	uint32_t method_count;
	/** @state_size: bytes of state of each open module, zero at first; 0: none */
	uint32_t state_size;
	/** @open: a program has opened the module; or NULL. Not 0: refused. */
	int (*open)(void *state, const char *uri);
	/** @close: and closed it; or NULL */
	void (*close)(void *state);
};

int skel_invoke(const struct skel *skel, uint64_t handle, uint32_t scalars,
		struct skel_arg *args);

#ifdef __cplusplus
}
#define SKEL_EXPORT	extern "C"
#else
#define SKEL_EXPORT	extern
#endif

#define SKEL_ROW(number, function, text)	{ number, function, text },
#define SKEL_NOTE(number, function, text)	#number " " text "\0"

/* What a table has to be; the number's own text gets into the file. */
#define SKEL_IS_NUMBER(number, function, text)					\
	&& (number) >= 2 && (number) <= 31 && sizeof(#number) <= sizeof("31")
#define SKEL_ADD_BIT(number, function, text)	+ (1ull << ((number) & 31))
#define SKEL_OR_BIT(number, function, text)	| (1ull << ((number) & 31))

/**
 * SKEL() - make libNAME_skel.so out of a table of methods
 * @name: NAME
 * @METHODS: macro that calls its parameter once for each method, with its number,
 *	its function and a text: the method's name, and its arguments, inputs first:
 *		in:TYPE		one value of u8 i8 u16 i16 u32 i32 u64 i64 f32 f64
 *		in:TYPE[8]	eight of them
 *		in:TYPE[]	as many as the caller gives, also none; that the size
 *				is a multiple of the type's is not checked
 *		in:str		a text, checked to end with NUL
 *		in:hex[]	bytes
 *		in:handle	memory that is passed by name
 *	and the same with out. A word for people may follow: in:u32[2]:width-height
 * @...: .state_size, .open and .close of &struct skel, if any
 *
 * A call with other counts or sizes than the text says ends with SKEL_EBADPARM,
 * and so does one whose values do not lie as the processor needs them: u32 at
 * a multiple of 4.
 * The texts are in the file as a note, where qda call finds them.
 */
#define SKEL(name, METHODS, ...)						\
	_Static_assert(1 METHODS(SKEL_IS_NUMBER),				\
		       "METHOD() takes a number from 2 to 31, in digits");	\
	_Static_assert((0 METHODS(SKEL_ADD_BIT)) == (0 METHODS(SKEL_OR_BIT)),	\
		       "two methods have the same number");			\
	static const struct skel_method name##_skel_methods[] = {		\
		METHODS(SKEL_ROW)						\
	};									\
	static const struct skel name##_skel = {				\
		.methods = name##_skel_methods,					\
		.method_count = sizeof(name##_skel_methods) / sizeof(struct skel_method),\
		##__VA_ARGS__							\
	};									\
	__attribute__((section(".note.qda"), used, aligned(4)))			\
	static const struct {							\
		uint32_t name_size, size, type;					\
		char name_[4], texts[sizeof(METHODS(SKEL_NOTE))];		\
	} name##_skel_note = {							\
		4, sizeof(METHODS(SKEL_NOTE)) - 1, 1, "qda", METHODS(SKEL_NOTE)	\
	};									\
	SKEL_EXPORT const char name##_skel_handle_invoke_uri[];		\
	const char name##_skel_handle_invoke_uri[] =				\
		"file:///lib" #name "_skel.so?" #name "_skel_handle_invoke&_modver=1.0"; \
	SKEL_EXPORT int name##_skel_handle_invoke(uint64_t handle, uint32_t scalars, \
						  struct skel_arg *args);	\
	int name##_skel_handle_invoke(uint64_t handle, uint32_t scalars,	\
				      struct skel_arg *args)			\
	{									\
		return skel_invoke(&name##_skel, handle, scalars, args);	\
	}									\
	struct skel

#endif
