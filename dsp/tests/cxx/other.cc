// SPDX-License-Identifier: MIT
// Copyright (c) 2026 The qda authors
/*
 * Makes objects and throws exceptions for casts.cc. It has the whole C++ library in it, so
 * it can be opened only where the DSP has all that any part of that one calls.
 */
#include <stdexcept>

#include <qda/skel.h>

#include "shared.hh"

extern "C" shared_base *other_make(int derived)
{
	return derived ? new shared_derived : new shared_base;
}

extern "C" void other_trouble(int kind)
{
	if (!kind)
		throw shared_trouble{7};
	if (kind == 1)
		throw std::runtime_error("from the other");
	throw kind;
}

extern "C" int other_nothing(void *state, struct skel_arg *in, struct skel_arg *out)
{
	(void)state;
	(void)in;
	(void)out;
	return 0;
}

#define OTHER_METHODS(METHOD) METHOD(2, other_nothing, "nothing")

SKEL(other, OTHER_METHODS);
