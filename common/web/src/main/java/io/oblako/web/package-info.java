@NullMarked
package io.oblako.web;

import org.jspecify.annotations.NullMarked;
