// Lets the fields take over what was typed before the next key is handled.
//
// Preact runs effects after the next frame. form-js's field for day and time hands its value on by an effect that ends
// with "nothing is asked any more": what was typed into the other of its two inputs before that frame is forgotten. On a
// machine that is busy people type faster than it draws.
import { options } from 'preact';

options.requestAnimationFrame = (flush) => queueMicrotask(flush);
