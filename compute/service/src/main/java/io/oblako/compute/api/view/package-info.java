/** What every answer of the API is written with: JSON, links and time stamps in Nova's spelling. */
@NullMarked
package io.oblako.compute.api.view;

import org.jspecify.annotations.NullMarked;
